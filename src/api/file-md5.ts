import type { Md5Answer, Md5Request } from './md5-worker.ts';

interface Waiting {
  resolve(md5: string): void;
  reject(error: unknown): void;
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();

function start(): Worker {
  const made = new Worker(new URL('./md5-worker.ts', import.meta.url), { type: 'module' });
  made.onmessage = ({ data }: MessageEvent<Md5Answer>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('md5' in data) asked?.resolve(data.md5);
    else asked?.reject(new Error(data.failed));
  };
  made.onerror = () => {
    worker = undefined;
    for (const asked of waiting.values()) asked.reject(new Error('The digest of a file could not be made'));
    waiting.clear();
  };
  return made;
}

/** MD5 of a file in hexadecimal, made in a worker. Rejects with the signal's reason when it is aborted. */
export function fileMd5(file: Blob, signal: AbortSignal): Promise<string> {
  worker ??= start();
  const asked = worker;
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    const stop = () => {
      if (!waiting.delete(id)) return;
      asked.postMessage({ id, stop: true } satisfies Md5Request);
      reject(signal.reason);
    };
    const settled = <T>(then: (value: T) => void) => {
      return (value: T) => {
        signal.removeEventListener('abort', stop);
        then(value);
      };
    };
    signal.throwIfAborted();
    signal.addEventListener('abort', stop);
    waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
    asked.postMessage({ id, file } satisfies Md5Request);
  });
}
