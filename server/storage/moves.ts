/** Moves on one file system that can be taken back, last one first. */
import { link, lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reversible } from './store.ts';

interface Move {
  from: string;
  to: string;
  /** Where the replaced file is kept. */
  kept?: string;
}

export class Moves implements Reversible {
  private readonly done: Move[] = [];
  private readonly makeFolder: () => Promise<string>;
  private keeping: Promise<string> | undefined;
  private names = 0;

  /** @param makeFolder makes the private folder for what is replaced; called when first needed */
  constructor(makeFolder: () => Promise<string>) {
    this.makeFolder = makeFolder;
  }

  /** A path nobody uses, in the private folder of these moves. */
  async spare(): Promise<string> {
    this.keeping ??= this.makeFolder();
    return join(await this.keeping, String(this.names++));
  }

  /** Puts `from` in the place of `to` in one step: whoever looks finds the old or the new file, never none. */
  async replace(from: string, to: string): Promise<void> {
    const move: Move = { from, to };
    if ((await lstat(to).catch(() => undefined))?.isDirectory() === false) {
      move.kept = await this.spare();
      await link(to, move.kept);
    }
    await rename(from, to);
    this.done.push(move);
  }

  /** Moves away what may or may not be there. */
  async take(from: string): Promise<void> {
    const to = await this.spare();
    try {
      await rename(from, to);
      this.done.push({ from, to });
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }

  async undo(): Promise<void> {
    for (const { from, to, kept } of this.done.splice(0).reverse()) {
      await rename(to, from);
      if (kept) await rename(kept, to);
    }
    await this.settle();
  }

  async settle(): Promise<void> {
    if (this.keeping) await rm(await this.keeping, { recursive: true, force: true });
  }
}
