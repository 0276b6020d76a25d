/** How much projects may still store, asked once for a round of outputs, so that a fan-out does not ask per instance. */
import type { Db } from '../db/database.ts';
import { OutputRefused } from './executor.ts';

export class StorageRoom {
  /** Free bytes by project; a project without a limit is not here. */
  private readonly free: Map<string, number>;

  private constructor(free: Map<string, number>) {
    this.free = free;
  }

  static async of(db: Db, projectIds: ReadonlySet<string>): Promise<StorageRoom> {
    if (projectIds.size === 0) return new StorageRoom(new Map());
    const rows = await db
      .selectFrom('project')
      .select(['id', 'size', 'storage_quota'])
      .where('id', 'in', [...projectIds])
      .where('storage_quota', '>=', 0)
      .execute();
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
