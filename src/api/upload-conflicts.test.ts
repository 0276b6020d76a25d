import { describe, expect, test } from 'vitest';
import { findConflicts, freePath, type Planned, settleConflicts } from './upload-conflicts.ts';

const tree: Record<string, string[]> = { '/': ['in', 'a.txt'], '/in': ['r.fastq.gz', 'r-2.fastq.gz'] };

function reader(large = false) {
  const asked: string[] = [];
  return {
    asked,
    async all(folder: string) {
      asked.push(folder);
      const names = tree[folder];
      return large ? ('large' as const) : names && new Set(names);
    },
    has: async (folder: string, name: string) => tree[folder]?.includes(name) ?? false,
  };
}

const plan = (...paths: string[]): Planned[] => paths.map((path) => ({ path, file: {} as File }));

describe.each([false, true])('large folders: %s', (large) => {
  test('finds what is there and asks nothing about new folders', async () => {
    const asked = reader(large);
    const planned = plan('/a.txt', '/b.txt', '/in/r.fastq.gz', '/new/x/y.txt', '/new/x/z.txt');
    expect(await findConflicts(planned, asked)).toEqual(['/a.txt', '/in/r.fastq.gz']);
    expect(asked.asked.sort()).toEqual(['/', '/in']);
  });

  test.each([
    ['overwrite', ['/in/r.fastq.gz', '/c.txt']],
    ['skip', ['/c.txt']],
    ['rename', ['/in/r-3.fastq.gz', '/c.txt']],
  ] as const)('%s', async (answer, paths) => {
    const settled = await settleConflicts(plan('/in/r.fastq.gz', '/c.txt'), ['/in/r.fastq.gz'], answer, reader(large));
    expect(settled.map(({ path }) => path)).toEqual(paths);
  });
});

test.each([
  ['/a/.bashrc', '/a/.bashrc-2'],
  ['/README', '/README-2'],
  ['/x.tar.gz', '/x-2.tar.gz'],
])('%s gives way as %s', async (path, free) => expect(await freePath(path, async () => false)).toBe(free));
