/**
 * The few lines of shell around each command. They leave two marks in the attempt's folder, so that nothing is lost
 * when the supervisor itself is killed: `pid` (made exclusively, so no attempt can ever run twice) and `exit` (exit
 * code, then processor times). The wrapper outlives a TERM to its group in order to note how the command took it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceUsage } from '#core/job/types.ts';

/** Arguments of /bin/sh: the script, then `$0` the attempt folder, then the command. */
export const wrapperArguments = (dir: string, command: string[]): string[] => ['-c', WRAPPER, dir, ...command];

/** Exit code by which a wrapper says that another one has begun this attempt before. */
export const ALREADY_BEGUN = 125;

const WRAPPER = `set -C
{ echo $$ > "$0/pid"; } 2>/dev/null || exit ${ALREADY_BEGUN}
set +C
trap : TERM INT HUP
"$@"
code=$?
{ echo $code; times; } > "$0/exit"
exit $code`;

export interface ExitMark {
  exitCode: number;
  usage?: InstanceUsage;
}

/** What the wrapper noted at the end, undefined when it has not (or was killed before it could). */
export function readExitMark(dir: string): ExitMark | undefined {
  const lines = read(join(dir, 'exit'))?.split('\n') ?? [];
  if (lines.length < 2 || !/^\d+$/.test(lines[0] ?? '')) return undefined;
  const seconds = cpuSeconds(lines[2] ?? '');
  return { exitCode: Number(lines[0]), ...(seconds === undefined ? {} : { usage: { cpu_seconds: seconds } }) };
}

/** Process id of the wrapper that began this attempt, undefined when none has. */
export function readPidMark(dir: string): number | undefined {
  const pid = Number(read(join(dir, 'pid')));
  return pid > 0 ? pid : undefined;
}

/** Second line of `times`: user and system time of the command, `0m1.230000s 0m0.010000s`. */
function cpuSeconds(line: string): number | undefined {
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) return undefined;
  const sum = parts.reduce((total, [, minutes, seconds]) => total + Number(minutes) * 60 + Number(seconds), 0);
  return Math.round(sum * 1000) / 1000;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
