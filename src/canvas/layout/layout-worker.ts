/** Worker side of `layout-client.ts`. */
import { type LayoutRequest, layoutGraph } from './layout-graph.ts';

self.addEventListener('message', (event: MessageEvent<LayoutRequest>) => {
  self.postMessage(layoutGraph(event.data));
});
