import { createStore } from './store.ts';

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** Address that is being loaded, with the base in front; undefined while none is. Told by the router. */
export const nextPage = createStore<Place | undefined>(undefined);

/**
 * Whether another page is about to take the place of this one. What would change the address later, when somebody has
 * stopped typing or choosing, does not then: it would keep the next page from coming.
 */
export function isLeaving(): boolean {
  const next = nextPage.get();
  return next !== undefined && next.pathname !== location.pathname;
}
