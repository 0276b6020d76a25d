import { createStore } from '#src/lib/store.ts';

/** Whether the event stream is delivering: polling then is only a safety net. */
export const liveStore = createStore(false);
export const isLive = () => liveStore.get();
