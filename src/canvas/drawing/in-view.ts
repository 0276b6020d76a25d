import type { ReactFlowInstance } from '@xyflow/react';

/** Where the canvas of the editor is in the window. */
export const frameOfCanvas = () => document.querySelector('.we-canvas')?.getBoundingClientRect();

/** Whether the whole of a task can be seen; true of one that is not drawn. */
export function isInView(flow: Pick<ReactFlowInstance, 'getNode' | 'flowToScreenPosition'>, task: string): boolean {
  const node = flow.getNode(task);
  const frame = frameOfCanvas();
  if (!node || !frame) return true;
  const { x, y } = node.position;
  const from = flow.flowToScreenPosition({ x, y });
  const to = flow.flowToScreenPosition({ x: x + (node.width ?? 0), y: y + (node.height ?? 0) });
  return from.x >= frame.left && from.y >= frame.top && to.x <= frame.right && to.y <= frame.bottom;
}

/**
 * Runs once what was just drawn has its place: a task that was added, or a panel that took a part of the canvas. The
 * drawing learns its size at the end of the first frame.
 */
export function afterLayout(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}
