/** Paths an isolated command sees, whatever isolates it (domain §1.2). */
import { join } from 'node:path/posix';
import type { AttemptPlace, AttemptView } from '../executor.ts';

export const INSIDE = {
  work: '/eihealth/work',
  script: '/eihealth/script.sh',
  tmp: '/tmp',
} as const;

/** Where the project's bucket is mounted, read-only. */
export const insideData = ({ projectName }: AttemptPlace): string => join('/eihealth/data', projectName);

/** Where the output folder of an attempt is mounted. */
export const insideOut = ({ outputDir }: AttemptPlace): string => join('/eihealth/out', outputDir);

export function insideView(place: AttemptPlace): AttemptView {
  const data = insideData(place);
  return { work: INSIDE.work, out: insideOut(place), tmp: INSIDE.tmp, input: (key) => join(data, key) };
}
