import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupRuns } from '../../supervisor/processes.ts';
import { lastSeen, metered } from './meter.ts';

const folder = mkdtempSync(join(tmpdir(), 'meter-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Shells that nodes have as /bin/sh. */
const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh']].filter(([name]) => existsSync(`/bin/${name}`));
const MB = 1e6;

/** Runs a script under the meter in a process group of its own. */
function run(name: string, shell: readonly string[], script: string) {
  const own = mkdtempSync(join(folder, `${name}-`));
  const [, ...rest] = metered(own, ['/bin/sh', '-c', script]);
  const child = spawn(`/bin/${shell[0]}`, [...shell.slice(1), ...rest], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said: said.join('') })),
  );
  return { own, group: child.pid ?? 0, ended, said };
}

describe.skipIf(process.platform !== 'linux').each(SHELLS)('a command metered by %s', (...shell) => {
  const name = shell[0] ?? '';
  // Side by side: each takes its seconds by waiting.
  let large: ReturnType<typeof run>;
  let short: ReturnType<typeof run>;
  let polite: ReturnType<typeof run>;
  beforeAll(() => {
    large = run(`${name}-large`, shell, 'head -c 60000000 /dev/zero | tail -c 60000000 | sleep 2; exit 3');
    short = run(`${name}-short`, shell, 'echo out; echo err >&2');
    polite = run(`${name}-polite`, shell, `trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.1; done`);
  });

  it('is measured with all it started', async () => {
    expect(await large.ended).toEqual({ code: 3, said: '' });
    const seen = lastSeen(large.own);
    expect(seen?.max_rss_bytes).toBeGreaterThan(60 * MB);
    expect(seen?.max_rss_bytes).toBeLessThan(90 * MB);
    expect(seen?.read_bytes).toBeGreaterThan(110 * MB);
    expect(seen?.written_bytes).toBeGreaterThan(59 * MB);
    expect(seen?.cpu_seconds).toBeLessThan(2);
    const lines = readFileSync(join(large.own, 'samples'), 'utf8').trim().split('\n');
    const [at, , memory] = JSON.parse(lines.at(-1) ?? '') as number[];
    expect(Math.abs(Date.now() - (at ?? 0))).toBeLessThan(60_000);
    expect(memory).toBeGreaterThan(60 * MB);
  });

  it('says and answers what it does alone, and leaves nothing behind', async () => {
    const { code, said } = await short.ended;
    expect([code, said.split('\n').sort()]).toEqual([0, ['', 'err', 'out']]);
    expect(lastSeen(short.own)).toBeUndefined();
    await large.ended;
    for (const { group } of [short, large]) await expect.poll(() => groupRuns(group)).toBe(false);
  });

  it('takes TERM in its own way', async () => {
    await expect.poll(() => polite.said.join('')).toContain('ready');
    process.kill(-polite.group, 'SIGTERM');
    expect(await polite.ended).toEqual({ code: 7, said: expect.stringMatching(/^ready\n[\s\S]*bye\n$/) });
    await expect.poll(() => groupRuns(polite.group)).toBe(false);
  });
});

it('what was seen of an attempt that nobody measured is nothing', () => {
  expect(lastSeen(join(folder, 'nowhere'))).toBeUndefined();
});
