/**
 * Job arrays as they are kept in the data folder, `<data folder>/slurm/<batch>/`: `batch.json` (which attempts, what
 * they ask for), a link to the folder of each attempt by its number, the batch script, and `sent` (what Slurm took).
 * A batch is on disk before sbatch is called, and its name is that of the job: whatever happened to the server in
 * between, the queue tells what became of it.
 */
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BATCH_SCRIPT } from './scripts.ts';
import { type ArrayWishes, arrayIndices, readIndices } from './submission.ts';

export interface Batch {
  name: string;
  folder: string;
  wishes: ArrayWishes;
  /** Ids of the attempts, by index. */
  attempts: string[];
}

export interface StoredBatch extends Batch {
  /** Indices that Slurm has certainly taken. */
  sent: ReadonlySet<number>;
}

export class Batches {
  private readonly root: string;
  /** Begins the names of all jobs of this data folder; no other one's do. */
  readonly prefix: string;

  /** @param site name of the data folder */
  constructor(dataDir: string, site: string) {
    this.root = join(dataDir, 'slurm');
    mkdirSync(this.root, { recursive: true, mode: 0o700 });
    this.prefix = `eihealth-${site.replaceAll('-', '').slice(0, 12)}-`;
  }

  /** @param folders of the attempts, in the same order */
  create(wishes: ArrayWishes, attempts: string[], folders: string[]): Batch {
    const name = `${this.prefix}${randomBytes(6).toString('hex')}`;
    const folder = this.folderOf(name);
    const half = `${folder}.new`;
    mkdirSync(half);
    writeFileSync(join(half, 'batch.sh'), BATCH_SCRIPT);
    for (const [index, target] of folders.entries()) symlinkSync(target, join(half, String(index)));
    writeFileSync(join(half, 'batch.json'), JSON.stringify({ wishes, attempts }));
    renameSync(half, folder);
    return { name, folder, wishes, attempts };
  }

  noteSent({ folder }: Batch, indices: readonly number[], jobId: string): void {
    appendFileSync(join(folder, 'sent'), `${jobId} ${arrayIndices(indices)}\n`);
  }

  /** All that earlier servers left; what was only half made was never sent. */
  load(): StoredBatch[] {
    const found: StoredBatch[] = [];
    for (const name of readdirSync(this.root)) {
      if (!name.startsWith(this.prefix)) continue;
      const folder = this.folderOf(name);
      if (name.endsWith('.new')) rmSync(folder, { recursive: true, force: true });
      else found.push({ name, folder, ...readBatch(folder) });
    }
    return found;
  }

  /** True while the batch is kept, by whomever. */
  has(name: string): boolean {
    return existsSync(this.folderOf(name));
  }

  async remove({ folder }: Batch): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  private folderOf(name: string): string {
    return join(this.root, name);
  }
}

function readBatch(folder: string): Pick<StoredBatch, 'wishes' | 'attempts' | 'sent'> {
  const { wishes, attempts } = JSON.parse(readFileSync(join(folder, 'batch.json'), 'utf8')) as Omit<Batch, 'name'>;
  const sent = join(folder, 'sent');
  // A line cut off by a crash says nothing; the queue does.
  const lines = existsSync(sent) ? readFileSync(sent, 'utf8').split('\n').slice(0, -1) : [];
  return { wishes, attempts, sent: new Set(lines.flatMap((line) => readIndices(line.split(' ')[1] ?? ''))) };
}
