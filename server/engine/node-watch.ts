/** Keeps what placement needs to know of the nodes, and tells when it changes: by whomever, on whichever server. */
import type { Db } from '../db/database.ts';
import type { Log } from '../platform/platform.ts';
import type { Executor } from './executor.ts';
import { type PlatformNode, readNodes } from './nodes.ts';

/** How soon a change is seen that nobody of this server made: another server's, or the scheduler's own. */
const LOOK_MS = 2_000;

export interface NodeWatchParts {
  db: Db;
  executor: Executor;
  log: Log;
  onChange(): void;
}

export class NodeWatch {
  /** Undefined until they could be read: then nothing is held back. */
  nodes: readonly PlatformNode[] | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private again = false;
  private closed = false;

  constructor(private readonly parts: NodeWatchParts) {}

  /** Reads the nodes; a request made while they are being read is answered by reading them once more. */
  look(): Promise<void> {
    this.again = this.looking !== undefined;
    this.looking ??= this.read().finally(() => {
      this.looking = undefined;
      if (this.again && !this.closed) void this.look();
    });
    return this.looking;
  }

  /** Looks now and then, while there is something that could run. */
  whileNeeded(needed: boolean): void {
    if (!needed || this.closed) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    if (this.timer) return;
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.timer.unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.whileNeeded(false);
    await this.looking;
  }

  private async read(): Promise<void> {
    const { db, executor, log, onChange } = this.parts;
    try {
      const nodes = await readNodes(db, executor);
      if (this.closed || digest(nodes) === digest(this.nodes)) return;
      this.nodes = nodes;
      executor.hold?.(nodes.every(({ schedulable }) => !schedulable));
      onChange();
    } catch (error) {
      log.warn({ err: error }, 'the compute nodes could not be read; what was known of them still counts');
    }
  }
}

/** What placement goes by: not what is allocated, which changes with every instance. */
function digest(nodes: readonly PlatformNode[] | undefined): string {
  return JSON.stringify(nodes?.map(({ allocated: _, ...node }) => node) ?? null);
}
