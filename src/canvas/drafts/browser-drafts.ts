import { basePath } from '#src/lib/base-path.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { indexedRows } from './indexed-rows.ts';

let made: Drafts | undefined;

/** The drafts of this browser. Two consoles of one origin under different base paths have their own. */
export function browserDrafts(): Drafts {
  made ??= createDrafts(indexedRows(`eihealth-console.drafts:${basePath()}`));
  return made;
}
