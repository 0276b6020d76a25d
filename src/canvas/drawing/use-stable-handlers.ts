import { useLayoutEffect, useRef } from 'react';

type Handler = (...given: unknown[]) => unknown;
const isHandler = (name: string, value: unknown): value is Handler =>
  typeof value === 'function' && (/^on[A-Z]/.test(name) || name === 'isValidConnection');

/**
 * The same properties with handlers that never change and call the newest ones. React Flow tells its store of every
 * handler that is another one, and each time the store asks every node and edge whether it is concerned.
 */
export function useStableHandlers<T extends object>(properties: T): T {
  const newest = useRef<object>(properties);
  const stable = useRef(new Map<string, Handler>());
  useLayoutEffect(() => {
    newest.current = properties;
  });
  const keep = (name: string): Handler => {
    const known = stable.current.get(name);
    if (known) return known;
    const kept: Handler = (...given) => {
      const handler: unknown = Reflect.get(newest.current, name);
      return isHandler(name, handler) ? handler(...given) : undefined;
    };
    stable.current.set(name, kept);
    return kept;
  };
  const entries = Object.entries(properties).map(([name, value]) => [
    name,
    isHandler(name, value) ? keep(name) : value,
  ]);
  return Object.fromEntries(entries) as T;
}
