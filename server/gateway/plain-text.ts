/** Text that no database or file system can keep: refused at the door, wherever it stands in a request. */
import { refuse } from '../errors.ts';

// With the flag u, a pair of surrogates is one character: what matches is a half without its other half.
const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * Refuses null characters and halves of surrogate pairs in any text or name inside a JSON value.
 * Without recursion: a body may be nested deeper than the stack.
 * @throws ApiError 400 naming the place
 */
export function requireStorableText(root: unknown, where = ''): void {
  const open: [place: string, value: unknown][] = [[where, root]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [place, value] = next;
    if (typeof value === 'string' && UNSTORABLE.test(value))
      throw refuse('01000032', `${place || '/'} holds a null character or half a character`, 400);
    if (value === null || typeof value !== 'object') continue;
    for (const [name, child] of Object.entries(value)) {
      if (UNSTORABLE.test(name))
        throw refuse('01000032', `a name in ${place || '/'} holds a null character or half a character`, 400);
      open.push([`${place}/${name}`, child]);
    }
  }
}
