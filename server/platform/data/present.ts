/** How an object looks to a caller, by role. */
import type { Schema } from '#contracts/index.ts';
import { can } from '#core/access.ts';
import { type ProjectAccess, presentTime, type SessionUser } from '../platform.ts';
import { presentPath } from './keys.ts';
import type { ListedObject } from './list.ts';

/** An Uploader may change and delete only own uploads; a frozen project takes no change at all. */
export function mayChange(project: ProjectAccess, user: SessionUser, creatorId: string): boolean {
  if (project.status !== 'ACTIVE' || !can(project.role, 'deleteData')) return false;
  return project.role !== 'Uploader' || creatorId === user.id;
}

export function presentObject(
  project: ProjectAccess,
  user: SessionUser,
  object: Pick<ListedObject, 'key' | 'name' | 'is_folder' | 'size' | 'create_time' | 'creator_id'>,
): Schema<'DataSummaryRsp'> {
  const changeable = mayChange(project, user, object.creator_id);
  return {
    path: presentPath(project, object.key, object.is_folder),
    name: object.name,
    type: object.is_folder ? 'FOLDER' : 'FILE',
    size: object.size,
    create_time: presentTime(object.create_time),
    allowed_operate: changeable,
    deletable: changeable,
  };
}
