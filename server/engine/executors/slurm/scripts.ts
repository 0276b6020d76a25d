/** The shell texts that run on a node: one for all arrays, and one per attempt that holds its command as data. */
import type { Launch } from '../../enclosures/enclosure.ts';
import { wrapperArguments } from '../../supervisor/wrapper.ts';
import { metered } from './meter.ts';

/** Exit code by which an element says that its node does not see the attempt's folder. */
export const FOLDER_NOT_SEEN = 123;

/**
 * An element finds its attempt by its number. A shared file system may show a new file late, so the node looks for
 * it for a while.
 */
export const BATCH_SCRIPT = `#!/bin/sh
launch="$1/$SLURM_ARRAY_TASK_ID/launch.sh"
tries=0
until [ -r "$launch" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ]; then
    echo "node $SLURMD_NODENAME does not see $launch" >&2
    exit ${FOLDER_NOT_SEEN}
  fi
  sleep 1
done
exec /bin/sh "$launch"
`;

/** Starts the command of an attempt under wrapper and meter, with exactly the environment it is to have. */
export function launchScript(folder: string, { command, cwd, env }: Launch): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const line = ['env', '-i', ...variables, '/bin/sh', ...wrapperArguments(folder, metered(folder, command))];
  return `cd ${quote(cwd)} || exit ${FOLDER_NOT_SEEN}\nexec ${line.map(quote).join(' ')}\n`;
}

/** A word that a shell takes as it is. */
const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
