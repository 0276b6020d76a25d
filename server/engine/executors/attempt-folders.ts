/**
 * Folders of attempts below a data folder, `<data folder>/work/<job>/<task>-<index>/<attempt>/`: `work`, `out`, `tmp`,
 * the script, the log, the marks of the wrapper (`pid`, `exit`), `attempt.json` (how it was launched), `image` (what a
 * container runtime calls its image) and `samples` (what was measured). Executors whose nodes share the folder share
 * this.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostFolder } from '../enclosures/enclosure.ts';
import type { AttemptDescription, AttemptKey, AttemptRequest, CollectedOutputs, UsageSample } from '../executor.ts';
import { inspectOutputs } from './outputs.ts';
import { removeTree } from './remove-tree.ts';

export class AttemptFolders {
  constructor(private readonly dataDir: string) {}

  of(key: AttemptKey): HostFolder {
    const root = join(this.dataDir, 'work', attemptId(key));
    return {
      root,
      work: join(root, 'work'),
      out: join(root, 'out'),
      tmp: join(root, 'tmp'),
      script: join(root, 'script.sh'),
      log: join(root, 'log'),
    };
  }

  /** Makes the folder of an attempt, with its script and output folders, or makes it whole. */
  prepare({ key, script, outputFolders }: AttemptRequest): void {
    const folder = this.of(key);
    mkdirSync(folder.out, { recursive: true, mode: 0o700 });
    mkdirSync(folder.work, { recursive: true });
    mkdirSync(folder.tmp, { recursive: true });
    for (const path of outputFolders) mkdirSync(join(folder.out, path), { recursive: true });
    // Preparing again changes nothing, and in one step: the attempt may be starting at this moment.
    writeFileSync(`${folder.script}.new`, script);
    renameSync(`${folder.script}.new`, folder.script);
  }

  /** Takes the mark that a wrapper must make to begin; false when one has it already. */
  revoke(key: AttemptKey): boolean {
    try {
      writeFileSync(join(this.of(key).root, 'pid'), '', { flag: 'wx' });
      return true;
    } catch (error) {
      // Without a folder nothing can begin.
      return (error as NodeJS.ErrnoException).code === 'ENOENT';
    }
  }

  private read(key: AttemptKey): AttemptDescription | undefined {
    try {
      return JSON.parse(readFileSync(join(this.of(key).root, 'attempt.json'), 'utf8')) as AttemptDescription;
    } catch {
      return undefined;
    }
  }

  /** Facts for people: where they cannot be kept (disk full, folder gone) nothing else stops. */
  describe(key: AttemptKey, description: AttemptDescription): void {
    try {
      writeFileSync(join(this.of(key).root, 'attempt.json'), JSON.stringify(description));
    } catch {
      // told as "nothing was kept"
    }
  }

  /** Adds the node to the description, once the scheduler has chosen it. */
  noteNode(key: AttemptKey, node: string): void {
    const path = join(this.of(key).root, 'attempt.json');
    if (!existsSync(path)) return;
    const description = JSON.parse(readFileSync(path, 'utf8')) as AttemptDescription;
    if (description.node === node) return;
    // Readers never see half of it.
    writeFileSync(`${path}.new`, JSON.stringify({ ...description, node }));
    renameSync(`${path}.new`, path);
  }

  async description(key: AttemptKey): Promise<AttemptDescription | undefined> {
    const { root } = this.of(key);
    const description = this.read(key);
    if (!description) return undefined;
    const digest = (await readText(join(root, 'image')))?.trim();
    return description.image && digest ? { ...description, image: { ...description.image, digest } } : description;
  }

  /** Lines `[at, cpuSeconds, memoryBytes, readBytes | null, writtenBytes | null]`; the last may be half written. */
  async samples(key: AttemptKey): Promise<UsageSample[]> {
    const text = (await readText(join(this.of(key).root, 'samples'))) ?? '';
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [at, cpuSeconds, memoryBytes, read, written] = JSON.parse(line) as [
          number,
          number,
          number,
          ...(number | null)[],
        ];
        return {
          at,
          cpuSeconds,
          memoryBytes,
          ...(read == null ? {} : { readBytes: read }),
          ...(written == null ? {} : { writtenBytes: written }),
        };
      });
  }

  /**
   * The list is kept beside the outputs, so that collecting again after a crash (some or all files moved already)
   * answers the same.
   */
  collect(key: AttemptKey): CollectedOutputs {
    const { root, out } = this.of(key);
    const list = join(root, 'outputs.json');
    if (existsSync(list)) return JSON.parse(readFileSync(list, 'utf8')) as CollectedOutputs;
    const found = inspectOutputs(out, this.read(key)?.outputs);
    writeFileSync(`${list}.new`, JSON.stringify(found));
    renameSync(`${list}.new`, list);
    return found;
  }

  tidy(key: AttemptKey): void {
    const { work, out, tmp } = this.of(key);
    for (const path of [work, out, tmp]) removeTree(path);
  }

  async forget(jobId: string): Promise<void> {
    const folder = join(this.dataDir, 'work', jobId);
    // In the background where possible: logs and remains may be many.
    await rm(folder, { recursive: true, force: true }).catch(() => removeTree(folder));
  }
}

/** Name of an attempt, also its path below the folder of work. */
export const attemptId = ({ jobId, task, index, attempt }: AttemptKey): string =>
  `${jobId}/${task}-${index}/${attempt}`;

/** What `attemptId` named. */
export function attemptKey(id: string): AttemptKey {
  const [jobId = '', instance = '', attempt] = id.split('/');
  const dash = instance.lastIndexOf('-');
  return { jobId, task: instance.slice(0, dash), index: Number(instance.slice(dash + 1)), attempt: Number(attempt) };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
