import { NodeToolbar, Position, useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';

interface Props {
  /** The task it stands at. */
  task: string;
  label: string;
  onClose: () => void;
  children: ReactNode;
}

const GAP = 12;

/** How far a box has to move to lie within a frame; its start counts when it is larger. */
const shift = (from: number, to: number, least: number, most: number): number =>
  from < least + GAP || to - from > most - least ? least + GAP - from : Math.min(0, most - GAP - to);

/**
 * A panel below a task, of its own size at every zoom. The view moves so that all of it is seen; it takes the focus,
 * and gives it back to the task when it is closed with Escape.
 */
export function NodePopover({ task, label, onClose, children }: Props) {
  const box = useRef<HTMLElement>(null);
  const flow = useReactFlow();
  useEffect(() => {
    const frame = box.current?.closest('.react-flow')?.getBoundingClientRect();
    const own = box.current?.getBoundingClientRect();
    if (!frame || !own) return;
    const { x, y, zoom } = flow.getViewport();
    const dx = shift(own.left, own.right, frame.left, frame.right);
    const dy = shift(own.top, own.bottom, frame.top, frame.bottom);
    if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom });
    box.current?.focus({ preventScroll: true });
  }, [flow]);
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    onClose();
    const node = box.current?.closest('.react-flow')?.querySelector(`.react-flow__node[data-id="${CSS.escape(task)}"]`);
    const opener = node?.querySelector<HTMLElement>('.cv-expand') ?? node;
    if (opener instanceof HTMLElement) opener.focus();
  };
  return (
    <NodeToolbar nodeId={task} isVisible position={Position.Bottom} offset={8} className="cv-popover-place">
      <section
        ref={box}
        className="cv-popover nowheel nopan nodrag nokey"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={keys}
      >
        {children}
      </section>
    </NodeToolbar>
  );
}
