/**
 * The event stream. One tab of the console holds it (whoever has the lock) and tells the others; it carries no data,
 * so all it does is mark queries as stale. Read with fetch, because the token travels in a header.
 */
import { basePath, serverPath } from '#src/lib/base-path.ts';
import { sessionStore } from '#src/session/session.ts';
import { createEventParser } from './events-parser.ts';
import { liveStore } from './live.ts';
import { type ChangeEvent, invalidate } from './query.ts';
import { queryClient } from './query-client.ts';

const NAME = 'eihealth-console.events';
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

type Message = { type: 'change'; change: ChangeEvent } | { type: 'live'; live: boolean };

const wait = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const toChange = (data: string): ChangeEvent | undefined => {
  try {
    return JSON.parse(data) as ChangeEvent;
  } catch {
    return undefined;
  }
};

/** Reads the stream until it ends. False when the server offers none, so that asking again is useless. */
async function readStream(tell: (message: Message) => void, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(serverPath('/console/events'), {
    headers: { accept: 'text/event-stream', 'X-Auth-Token': sessionStore.get()?.token ?? '' },
    signal,
  });
  if (response.status === 404 || response.status === 501) return false;
  if (!response.ok || !response.body) return true;
  tell({ type: 'live', live: true });
  const feed = createEventParser((data) => {
    const change = toChange(data);
    if (change) tell({ type: 'change', change });
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body) feed(decoder.decode(chunk, { stream: true }));
  return true;
}

async function lead(tell: (message: Message) => void, signal: AbortSignal): Promise<void> {
  let pause = FIRST_WAIT;
  while (!signal.aborted) {
    const started = Date.now();
    const offered = await readStream(tell, signal).catch(() => true);
    tell({ type: 'live', live: false });
    if (!offered) return;
    pause = Date.now() - started > LONGEST_WAIT ? FIRST_WAIT : Math.min(pause * 2, LONGEST_WAIT);
    await wait(pause, signal);
  }
}

/** Follows the changes of the server until the returned function is called. */
export function followEvents(): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(`${NAME}:${basePath()}`);
  const hear = (message: Message) => {
    if (message.type === 'live') liveStore.set(message.live);
    else void invalidate(queryClient, message.change);
  };
  channel.onmessage = (event: MessageEvent<Message>) => hear(event.data);
  const tell = (message: Message) => {
    hear(message);
    if (!stop.signal.aborted) channel.postMessage(message);
  };
  const run = () => lead(tell, stop.signal);
  const leading = navigator.locks
    ? navigator.locks.request(`${NAME}:${basePath()}`, { signal: stop.signal }, run)
    : run();
  leading.catch(() => {
    // Ended while waiting for the lock: another tab leads.
  });
  return () => {
    stop.abort();
    channel.close();
    liveStore.set(false);
  };
}
