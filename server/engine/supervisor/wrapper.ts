/**
 * The few lines of shell around each command. They leave two marks in the attempt's folder, so that nothing is lost
 * when the supervisor itself is killed: `pid` (made exclusively, so no attempt can ever run twice; its second line says
 * what the attempt was given) and `exit` (exit code, then processor times and, where the kernel tells, bytes read and
 * written, all of them with those of the children that were waited for). The wrapper outlives a TERM to its group in
 * order to note how the command took it. A mark that cannot be written (disk full) starts nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceUsage } from '#core/job/types.ts';
import type { GroupFolders } from './control-groups.ts';
import { parseIo } from './processes.ts';

/** What an attempt was given; kept in its `pid` mark. */
export interface Given {
  group?: GroupFolders;
  devices?: number[];
}

/** Files of control groups a wrapper can enter. */
const MAX_ENTRIES = 3;

/**
 * Arguments of /bin/sh: the script, then `$0` the attempt folder, `$1` what it was given, `$2`…`$4` the files of the
 * control groups to enter, then the command.
 */
export function wrapperArguments(dir: string, command: string[], given: Given = {}, entries: string[] = []): string[] {
  const padded = [...entries, '', '', ''].slice(0, MAX_ENTRIES);
  return ['-c', WRAPPER, dir, JSON.stringify(given), ...padded, ...command];
}

/** Exit code by which a wrapper says that another one has begun this attempt before. */
export const ALREADY_BEGUN = 125;
/** Exit code by which a wrapper says that it could not leave its mark, so it started nothing. */
export const NOT_MARKED = 124;

/** Exit code by which a wrapper without a mark says that it could not enter its control groups. */
export const NOT_ENTERED = 122;

const enter = (place: number) => `{ [ -z "$${place}" ] || echo 0 > "$${place}"; }`;

// `true`, not `:`: a redirection that fails at a special builtin ends the whole shell.
const WRAPPER = `{ ${[2, 3, 4].map(enter).join(' && ')}; } 2>/dev/null || exit ${NOT_ENTERED}
set -C
{ true > "$0/pid"; } 2>/dev/null || exit ${ALREADY_BEGUN}
set +C
printf '%s\\n' $$ "$1" > "$0/pid" || { rm -f "$0/pid"; exit ${NOT_MARKED}; }
shift 4
trap : TERM INT HUP
"$@"
code=$?
{ echo $code; times; { read -r one; read -r two; echo "$one"; echo "$two"; } < "/proc/$$/io"; } > "$0/exit" 2>/dev/null
exit $code`;

export interface ExitMark {
  exitCode: number;
  usage: InstanceUsage;
}

/** Whether a wrapper has begun this attempt, or was about to. */
export const isMarked = (dir: string): boolean => existsSync(join(dir, 'pid'));

/** What the wrapper noted at the end, undefined when it has not (or was killed before it could). */
export function readExitMark(dir: string): ExitMark | undefined {
  const lines = read(join(dir, 'exit'))?.split('\n') ?? [];
  if (lines.length < 2 || !/^\d+$/.test(lines[0] ?? '')) return undefined;
  const seconds = cpuSeconds(lines[2] ?? '');
  const io = parseIo(lines);
  return {
    exitCode: Number(lines[0]),
    usage: {
      ...(seconds === undefined ? {} : { cpu_seconds: seconds }),
      ...(io && { read_bytes: io.readBytes, written_bytes: io.writtenBytes }),
    },
  };
}

export interface PidMark {
  pid: number;
  given: Given;
}

/** The wrapper that began this attempt and what it was given, undefined when none has (or has not said so yet). */
export function readPidMark(dir: string): PidMark | undefined {
  const [first, second] = read(join(dir, 'pid'))?.split('\n') ?? [];
  const pid = Number(first);
  if (!(pid > 0)) return undefined;
  return { pid, given: parseGiven(second) };
}

function parseGiven(text = '{}'): Given {
  try {
    return JSON.parse(text) as Given;
  } catch {
    return {}; // cut short: the wrapper was killed while it wrote, before it ran anything
  }
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
