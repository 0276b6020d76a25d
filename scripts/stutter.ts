/**
 * `npm run stutter -- npx playwright test e2e/x.spec.ts`: runs a command while the processes it started stand still for
 * moments, a few at a time and at random, as on a machine that has other work too. What fails only then depends on who
 * is faster, here or in the product. Reads /proc: Linux only.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { run } from './testing/commands.ts';

/** Processes that may stand still at once. */
const LANES = 3;
/** Milliseconds: the longest stop, the longest pause between two; most stops are far shorter. */
const LONGEST_STOP = 700;
const LONGEST_PAUSE = 60;
/** Milliseconds after which processes that are new are known. */
const LOOK_EVERY = 500;

/** Id of the parent of each process: the second field behind the name, which itself may hold blanks and brackets. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      found.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while the folder was read.
    }
  }
  return found;
}

/** What the command started, not the command itself: it only waits for them, and shows their output. */
function startedByCommand(): number[] {
  const parentOf = parents();
  const depth = (id: number, steps = 0): number => {
    if (id === process.pid) return steps;
    const parent = parentOf.get(id);
    return parent === undefined ? Number.NEGATIVE_INFINITY : depth(parent, steps + 1);
  };
  return [...parentOf.keys()].filter((id) => depth(id) > 1);
}

const stopped = new Set<number>();

function send(id: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended.
  }
}

async function stopOneByOne(candidates: () => readonly number[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const all = candidates().filter((id) => !stopped.has(id));
    const id = all[Math.floor(Math.random() * all.length)];
    if (id !== undefined) {
      stopped.add(id);
      send(id, 'SIGSTOP');
      await wait(Math.random() ** 2 * LONGEST_STOP);
      send(id, 'SIGCONT');
      stopped.delete(id);
    }
    await wait(Math.random() * LONGEST_PAUSE);
  }
}

const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('Usage: npm run stutter -- COMMAND…');
let over = false;
let known: number[] = [];
const looking = setInterval(() => {
  known = startedByCommand();
}, LOOK_EVERY);
process.on('exit', () => {
  for (const id of stopped) send(id, 'SIGCONT');
});
const lanes = Array.from({ length: LANES }, () =>
  stopOneByOne(
    () => known,
    () => over,
  ),
);
process.exitCode = await run(command, args);
over = true;
clearInterval(looking);
await Promise.all(lanes);
