import { Panel, useReactFlow, useStoreApi } from '@xyflow/react';
import { memo, type PointerEvent, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskNode } from './graph.ts';

const WIDTH = 150;
const HEIGHT = 100;
const MARGIN = 6;

export interface Overview {
  /** Canvas pixels per pixel of the map. */
  scale: number;
  /** Canvas position of the map's top left corner. */
  left: number;
  top: number;
  /** One path per look of a task. */
  paths: { className: string; d: string }[];
}

/** Where the tasks stand, scaled into the map. */
export function overviewOf(nodes: readonly TaskNode[]): Overview | undefined {
  if (nodes.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, width = 0, height = 0 } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  const scale = Math.max((right - left) / (WIDTH - 2 * MARGIN), (bottom - top) / (HEIGHT - 2 * MARGIN));
  left -= (WIDTH * scale - (right - left)) / 2;
  top -= (HEIGHT * scale - (bottom - top)) / 2;
  const paths = new Map<string, string>();
  const at = (value: number) => Math.round((value / scale) * 10) / 10;
  for (const { position, width = 0, height = 0, selected, className = '' } of nodes) {
    const look = selected ? 'cv-is-selected' : className;
    const [w, h] = [Math.max(1, at(width)), Math.max(1, at(height))];
    const box = `M${at(position.x - left)} ${at(position.y - top)}h${w}v${h}h${-w}z`;
    paths.set(look, (paths.get(look) ?? '') + box);
  }
  return { scale, left, top, paths: [...paths].map(([className, d]) => ({ className, d })) };
}

/** Keeps a frame over the map where the view is. Written to the page directly: the view moves with every frame. */
function useViewFrame(overview: Overview | undefined) {
  const frame = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    if (!overview) return;
    const place = () => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const { style } = frame.current ?? {};
      if (!style) return;
      const scale = overview.scale;
      style.transform = `translate(${(-x / zoom - overview.left) / scale}px,${(-y / zoom - overview.top) / scale}px)`;
      style.width = `${width / zoom / scale}px`;
      style.height = `${height / zoom / scale}px`;
    };
    place();
    return store.subscribe(place);
  }, [overview, store]);
  return frame;
}

/**
 * The whole workflow in small, to see and to choose where the view is. One path per state of the tasks: React Flow's own
 * map listens for the view once per task.
 */
export const MiniMap = memo(function MiniMap({ nodes }: { nodes: readonly TaskNode[] }) {
  const { t } = useTranslation('canvas');
  const flow = useReactFlow();
  const shown = useDeferredValue(nodes);
  const overview = useMemo(() => overviewOf(shown), [shown]);
  const frame = useViewFrame(overview);
  if (!overview) return null;
  const { scale, left, top } = overview;
  const goTo = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = left + (event.clientX - box.left) * scale;
    const y = top + (event.clientY - box.top) * scale;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <Panel position="bottom-right" className="cv-minimap nowheel nopan">
      <div role="img" aria-label={t('a11y.minimap')} onPointerDown={goTo} onPointerMove={goTo}>
        <svg width={WIDTH} height={HEIGHT} aria-hidden="true" shapeRendering="crispEdges">
          {overview.paths.map(({ className, d }) => (
            <path key={className} className={`cv-minimap-task ${className}`} d={d} />
          ))}
        </svg>
        <div ref={frame} className="cv-minimap-view" />
      </div>
    </Panel>
  );
});
