/** Asks a worker for a layout, so that the page keeps answering while dagre thinks. */
import type { LayoutRequest, LayoutResult } from './layout-graph.ts';

/** Rejects when the worker cannot be started or fails, and when `signal` aborts. One worker per question. */
export function requestLayout(request: LayoutRequest, signal?: AbortSignal): Promise<LayoutResult> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    const finish = (act: () => void) => {
      worker.terminate();
      signal?.removeEventListener('abort', abort);
      act();
    };
    const abort = () => finish(() => reject(new DOMException('layout aborted', 'AbortError')));
    signal?.addEventListener('abort', abort);
    worker.onmessage = (event: MessageEvent<LayoutResult>) => finish(() => resolve(event.data));
    worker.onerror = (event) => finish(() => reject(new Error(event.message || 'layout worker failed')));
    worker.postMessage(request);
  });
}
