/** Lets so many things happen at once, the others in their order of asking. */
export interface Slots {
  /** Runs `act` when a slot is free. An aborted wait rejects with the signal's reason. */
  run<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const queue: (() => void)[] = [];

  const enter = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return resolve();
      }
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        queue.splice(queue.indexOf(go), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(go);
    });

  const exit = () => {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  };

  return {
    async run(act, signal) {
      await enter(signal);
      try {
        return await act();
      } finally {
        exit();
      }
    },
  };
}
