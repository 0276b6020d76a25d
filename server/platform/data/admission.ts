/** Decides, one addition after the other, what may come into the index of a project: quota, clashes, own files. */
import { type ApiError, refuse } from '../../errors.ts';
import { foldersAbove } from './keys.ts';

/** Something that is to be in the index; the folders above it are made. */
export interface NewObject {
  key: string;
  is_folder: boolean;
  /** Bytes; 0 for a folder. */
  size: number;
}

/** What is added or refused together. */
export interface Addition {
  creatorId: string;
  /** Refuse to replace a file somebody else put there (role Uploader). */
  ownOnly?: boolean;
  objects: readonly NewObject[];
}

export interface IndexRow extends NewObject {
  creator_id: string;
}

/** Every key an addition touches, folders above its objects included. */
export function keysOf({ objects }: Pick<Addition, 'objects'>): string[] {
  return objects.flatMap(({ key }) => (key === '' ? [] : [...foldersAbove(key), key]));
}

export class Admission {
  /** What is to be written, by key. */
  readonly fresh = new Map<string, IndexRow>();
  /** Bytes the project grows by. */
  growth = 0;

  /** @param there the rows of all keys that will be asked for; @param project bytes; quota -1 for no limit */
  constructor(
    private readonly project: { size: number; quota: number },
    private readonly there: ReadonlyMap<string, IndexRow>,
  ) {}

  /** Takes an addition in whole, or returns why none of it may be: 403 quota or not one's own, 409 clash. */
  admit(addition: Addition): ApiError | undefined {
    const rows = new Map<string, IndexRow>();
    let growth = 0;
    const put = (object: NewObject): ApiError | undefined => {
      const old = rows.get(object.key) ?? this.fresh.get(object.key) ?? this.there.get(object.key);
      const refusal = old && refusalOf(object, old, addition);
      if (refusal || old?.is_folder) return refusal;
      growth += object.size - (old?.size ?? 0);
      rows.set(object.key, { ...object, creator_id: addition.creatorId });
      return undefined;
    };
    for (const object of addition.objects) {
      if (object.key === '') continue;
      for (const key of foldersAbove(object.key)) {
        const refusal = put({ key, is_folder: true, size: 0 });
        if (refusal) return refusal;
      }
      const refusal = put(object);
      if (refusal) return refusal;
    }
    const { size, quota } = this.project;
    const total = size + this.growth + growth;
    if (growth > 0 && quota !== -1 && total > quota)
      return refuse('01000055', `The project may hold ${quota} bytes; this would make it ${total}`);
    this.growth += growth;
    for (const [key, row] of rows) this.fresh.set(key, row);
    return undefined;
  }
}

function refusalOf(object: NewObject, old: IndexRow, { ownOnly, creatorId }: Addition): ApiError | undefined {
  if (old.is_folder !== object.is_folder)
    return refuse('01000044', `/${object.key} is a ${old.is_folder ? 'folder' : 'file'} already`);
  if (ownOnly && !old.is_folder && old.creator_id !== creatorId)
    return refuse('01030003', `/${object.key} was uploaded by somebody else: your role may replace only own files`);
  return undefined;
}
