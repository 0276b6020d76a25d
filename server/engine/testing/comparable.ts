/**
 * Results reduced to what a run elsewhere must give again. Formats that note the command line they came from, with its
 * paths, or the time, lose those notes and nothing else; whatever is not named here counts byte for byte.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const READABLE_BYTES = 20_000;
const without = (notes: RegExp) => (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !notes.test(line))
    .join('\n');
const samtools = (...args: string[]) => execFileSync('samtools', args, { encoding: 'utf8', maxBuffer: 1 << 28 });

const REDUCTIONS: Readonly<Record<string, (path: string) => string>> = {
  // What every tool on the way was called with.
  '.vcf': without(/^##/),
  '.sam': without(/^@PG\t/),
  '.bam': (path) => samtools('view', '--no-PG', '-h', path).replaceAll(/^@PG\t.*\n/gm, ''),
  // Places in the compressed file, whose header holds paths: what it counts is the same.
  '.bai': (path) => samtools('idxstats', path.slice(0, -'.bai'.length)),
  // Reports of fastp and of the quality workflow.
  '.json': without(/^\s*"command": /),
  '.html': (path) =>
    readFileSync(path, 'utf8')
      .replaceAll(/<p>fastp .*?<\/p>/g, '')
      .replaceAll(/\d{4}-\d\d-\d\d +\d\d:\d\d(:\d\d)?/g, ''),
};

/** Content of a file as it can be compared: the text itself where a person could read the difference. */
export function comparable(path: string): string {
  const extension = /\.[a-z]+$/.exec(basename(path))?.[0] ?? '';
  const content = REDUCTIONS[extension]?.(path) ?? readFileSync(path).toString('latin1');
  return content.length <= READABLE_BYTES ? content : createHash('sha256').update(content).digest('hex');
}

/** All files and folders below a folder, by path; folders end in a slash. */
export function comparableTree(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    return entry.isDirectory() ? ([`${name}/`, ''] as const) : ([name, comparable(path)] as const);
  });
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
