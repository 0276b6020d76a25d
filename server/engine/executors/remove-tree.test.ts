import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { removeTree } from './remove-tree.ts';

const NOBODY = 65534;

/** Runs it as a user whom modes bind; root may do anything. */
function removeAsUser(folder: string): void {
  if (process.getuid?.() !== 0) {
    removeTree(folder);
    return;
  }
  const source = readFileSync(new URL('remove-tree.ts', import.meta.url), 'utf8');
  const { code } = transformSync(source, { loader: 'ts', format: 'esm' });
  const program = `${code}\nremoveTree(process.argv[1]);`;
  execFileSync(process.execPath, ['--input-type=module', '-e', program, folder], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
  });
}

test('removes folders that a command closed to everybody, and not what links lead to', () => {
  const parent = mkdtempSync(join(tmpdir(), 'remove-'));
  const folder = join(parent, 'work');
  const paths = [folder, join(folder, 'closed'), join(folder, 'closed', 'deep')];
  for (const path of paths) mkdirSync(path);
  writeFileSync(join(folder, 'closed/deep/file'), '');
  if (process.getuid?.() === 0) for (const path of [parent, ...paths]) chownSync(path, NOBODY, NOBODY);
  for (const path of paths.reverse()) chmodSync(path, 0);
  removeAsUser(folder);
  expect(existsSync(folder)).toBe(false);
  expect(() => removeTree(folder)).not.toThrow();
  rmSync(parent, { recursive: true });
});
