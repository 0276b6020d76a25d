import { useCallback, useSyncExternalStore } from 'react';
import type { Store } from './store.ts';

/** The value of a store, read again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** A fact about the value of a store; the component is drawn again only when the fact is another one. */
export function useStoreFact<T, Fact extends string | number | boolean>(
  store: Store<T>,
  read: (value: T) => Fact,
): Fact {
  return useSyncExternalStore(
    store.subscribe,
    useCallback(() => read(store.get()), [store, read]),
  );
}
