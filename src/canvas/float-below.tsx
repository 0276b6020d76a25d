import { type ReactNode, useLayoutEffect, useRef } from 'react';

const GAP = 4;
/** Pixels it needs at least to be of use; with less room below, it goes where there is more. */
const ROOM = 200;
const LEAST_WIDTH = 280;

/** Puts it below its parent, or above where there is more room, inside the window. */
function place(float: HTMLElement): void {
  const anchor = float.parentElement?.getBoundingClientRect();
  if (!anchor) return;
  const below = innerHeight - anchor.bottom - 2 * GAP;
  const above = anchor.top - 2 * GAP;
  const under = below >= Math.min(ROOM, above);
  const width = Math.min(Math.max(anchor.width, LEAST_WIDTH), innerWidth - 2 * GAP);
  float.style.width = `${width}px`;
  float.style.left = `${Math.max(GAP, Math.min(anchor.left, innerWidth - width - GAP))}px`;
  float.style.top = under ? `${anchor.bottom + GAP}px` : 'auto';
  float.style.bottom = under ? 'auto' : `${innerHeight - anchor.top + GAP}px`;
  float.style.maxHeight = `${under ? below : above}px`;
}

/** Something that belongs to the element around it and stands over everything, so that nothing around it cuts it off. */
export function FloatBelow({ children }: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const float = root.current;
    if (!float) return;
    float.showPopover();
    const again = () => place(float);
    document.addEventListener('scroll', again, { capture: true, passive: true });
    addEventListener('resize', again);
    return () => {
      document.removeEventListener('scroll', again, { capture: true });
      removeEventListener('resize', again);
    };
  }, []);
  useLayoutEffect(() => {
    if (root.current) place(root.current);
  });
  return (
    <div ref={root} popover="manual" className="we-pick-float">
      {children}
    </div>
  );
}
