import { useStore as useFlowStore, ViewportPortal } from '@xyflow/react';
import { useStore } from '#src/lib/use-store.ts';
import { useBench } from '../bench.ts';
import './guides.css';

/** Lines that show what a dragged task lines up with; one pixel wide at any zoom. */
export function Guides() {
  const { bench } = useBench();
  const guides = useStore(bench.guides);
  const zoom = useFlowStore((state) => state.transform[2]);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className="we-guide"
          style={
            axis === 'x'
              ? { left: at, top: from, width: 1 / zoom, height: to - from }
              : { left: from, top: at, width: to - from, height: 1 / zoom }
          }
        />
      ))}
    </ViewportPortal>
  );
}
