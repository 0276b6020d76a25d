import type { ReactNode, Ref } from 'react';
import './canvas.css';

/** Frame of a canvas. The style sheet takes its colours from the house's tokens. */
export function CanvasRoot({ children, ref }: { children: ReactNode; ref?: Ref<HTMLDivElement> }) {
  return (
    <div className="cv-root" ref={ref}>
      {children}
    </div>
  );
}
