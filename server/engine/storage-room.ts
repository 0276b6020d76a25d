/** How much projects may still store, asked once for a round of outputs, so that a fan-out does not ask per instance. */
import type { Db } from '../db/database.ts';
import { OutputRefused } from './executor.ts';

const VALID_MS = 1_000;

/** Projects found to have no limit are not asked for again for a second: a chain of short steps has many rounds. */
export class UnlimitedProjects {
  private readonly until = new Map<string, number>();

  has(id: string): boolean {
    const until = this.until.get(id);
    if (until === undefined) return false;
    if (performance.now() < until) return true;
    this.until.delete(id);
    return false;
  }

  add(id: string): void {
    this.until.set(id, performance.now() + VALID_MS);
  }
}

export class StorageRoom {
  /** Free bytes by project; a project without a limit is not here. */
  private readonly free: Map<string, number>;

  private constructor(free: Map<string, number>) {
    this.free = free;
  }

  /** @param unlimited projects known to have no limit; others are asked for, and noted here when they have none */
  static async of(db: Db, projectIds: ReadonlySet<string>, unlimited: UnlimitedProjects): Promise<StorageRoom> {
    const asked = [...projectIds].filter((id) => !unlimited.has(id));
    if (asked.length === 0) return new StorageRoom(new Map());
    const rows = await db
      .selectFrom('project')
      .select(['id', 'size', 'storage_quota'])
      .where('id', 'in', asked)
      .where('storage_quota', '>=', 0)
      .execute();
    const limited = new Set(rows.map(({ id }) => id));
    for (const id of asked) if (!limited.has(id)) unlimited.add(id);
    return new StorageRoom(new Map(rows.map(({ id, size, storage_quota }) => [id, storage_quota - size])));
  }

  /** @throws OutputRefused when the outputs of an instance do not fit any more */
  take(projectId: string, bytes: number): void {
    const free = this.free.get(projectId);
    if (free === undefined) return;
    if (bytes > free)
      throw new OutputRefused(
        'StorageFull',
        `the outputs have ${bytes} bytes, the storage limit of the project leaves ${Math.max(0, free)}`,
      );
    this.free.set(projectId, free - bytes);
  }
}
