/**
 * Measures an attempt on its node, where no supervisor of ours runs: a loop of shell beside the command looks through
 * the command's process tree after a second, then every five seconds, and keeps what it saw in the attempt's folder. It
 * needs nothing but /proc, and what the kernel does not tell is absent. Slurm's own accounting is configured on few sites
 * and differs between them.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceUsage } from '#core/job/types.ts';

/**
 * `$0` the attempt's folder, `$@` the command. Each look adds a line to `samples`: time, processor seconds, memory now,
 * bytes read and written, and the most memory so far. Between two looks the kernel itself keeps the peak of each process,
 * so the most is what all had at a look or what one of them ever had. Processes that were left by their parents are
 * missed; sums therefore never fall. The interval grows with what has passed: under 5,000 lines a day.
 */
const METER = `folder=$0 root=$$
look() {
  ahead=$root rss=0 ticks=0 got=0 put=0 told=1 alive=
  while [ -n "$ahead" ]; do
    these=$ahead ahead=
    for pid in $these; do
      [ "$pid" != "$self" ] || continue
      { read -r line < "/proc/$pid/stat"; } 2>/dev/null || continue
      alive=1
      set -- \${line##*) }
      ticks=$((ticks + \${12} + \${13} + \${14} + \${15})) rss=$((rss + \${22} * page))
      rchar= wchar= hwm=0
      { while read -r name value _; do
        case $name in rchar:) rchar=$value ;; wchar:) wchar=$value ;; esac
      done < "/proc/$pid/io"; } 2>/dev/null
      if [ -n "$wchar" ]; then got=$((got + rchar)) put=$((put + wchar)); else told=; fi
      { while read -r name value _; do
        [ "$name" != VmHWM: ] || { hwm=$((value * 1024)); break; }
      done < "/proc/$pid/status"; } 2>/dev/null
      [ "$hwm" -le "$peak" ] || peak=$hwm
      for list in /proc/$pid/task/*/children; do
        kids=
        { read -r kids < "$list"; } 2>/dev/null
        ahead="$ahead $kids"
      done
    done
    ahead=\${ahead# }
    case $ahead in *[0-9]*) ;; *) ahead= ;; esac
  done
  [ "$rss" -le "$peak" ] || peak=$rss
  ms=$((ticks * 1000 / tick))
  [ "$ms" -lt "$spent" ] || spent=$ms
  [ "$got" -lt "$taken" ] || taken=$got
  [ "$put" -lt "$given" ] || given=$put
  [ -n "$alive" ]
}
meter() {
  trap 'kill "$nap" 2>/dev/null; exit 0' USR1
  trap : TERM INT HUP
  umask 077
  PATH=/usr/bin:/bin:$PATH
  page=$(getconf PAGESIZE) && tick=$(getconf CLK_TCK) && began=$(date +%s) && read -r self _ < /proc/self/stat || exit
  pause=1 peak=0 spent=0 taken=0 given=0
  while :; do
    sleep "$pause" &
    nap=$!
    wait "$nap"
    look && now=$(date +%s) || exit
    sums="$taken,$given"
    [ -n "$told" ] || sums=null,null
    printf '[%s000,%s.%03d,%s,%s,%s]\\n' "$now" $((spent / 1000)) $((spent % 1000)) "$rss" "$sums" "$peak" >> "$folder/samples" || exit
    pause=$(((now - began) / 900))
    [ "$pause" -ge 5 ] || pause=5
  done
}
trap : TERM INT HUP
meter < /dev/null > /dev/null 2>&1 &
loop=$!
"$@"
code=$?
kill -USR1 "$loop" 2>/dev/null
exit $code`;

/** The command with a meter beside it; exit code, signals and files are those of the command. */
export const metered = (folder: string, command: string[]): string[] => ['/bin/sh', '-c', METER, folder, ...command];

/** More than a line has. */
const TAIL_BYTES = 400;

/** What the meter saw last; undefined when the attempt was over before it looked. */
export function lastSeen(folder: string): InstanceUsage | undefined {
  const lines = readTail(join(folder, 'samples')).split('\n');
  // The last one may be half written, the first one half read.
  const line = lines.slice(0, -1).findLast((text) => /^\[\d+,[\d.]+,\d+,(\d+,\d+|null,null),\d+\]$/.test(text));
  if (line === undefined) return undefined;
  const [, cpu, , read, written, peak] = JSON.parse(line) as [
    number,
    number,
    number,
    number | null,
    number | null,
    number,
  ];
  return {
    cpu_seconds: cpu,
    ...(peak > 0 ? { max_rss_bytes: peak } : {}),
    ...(read === null || written === null ? {} : { read_bytes: read, written_bytes: written }),
  };
}

function readTail(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const read = readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('latin1', 0, read);
  } finally {
    closeSync(file);
  }
}
