/** Drafts in IndexedDB, which outlives the page and the browser. One database per console (base path). */
import type { Draft } from './draft.ts';
import type { DraftRows } from './drafts.ts';

const STORE = 'drafts';
const BY_PROJECT = 'by-project';
/** Says who owns a row without reading it. */
const BY_OWNER = 'by-owner';
const FORMAT = 2;

/** A request as a promise. */
const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when the transaction is on the disk, not when its last request was answered. */
const committed = (transaction: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });

async function open(name: string): Promise<IDBDatabase> {
  if (typeof indexedDB === 'undefined') throw new DOMException('This browser keeps no databases', 'NotSupportedError');
  const request = indexedDB.open(name, FORMAT);
  request.onupgradeneeded = ({ oldVersion }) => {
    const store =
      oldVersion === 0
        ? request.result.createObjectStore(STORE, { keyPath: 'id' })
        : request.transaction?.objectStore(STORE);
    if (oldVersion < 1) store?.createIndex(BY_PROJECT, ['user', 'project']);
    if (oldVersion < 2) store?.createIndex(BY_OWNER, ['id', 'owner']);
  };
  const database = await done(request);
  // A newer console in another tab must not wait for this one.
  database.onversionchange = () => database.close();
  return database;
}

/** Rows in the database `name`, opened when first needed and again after it was closed or refused. */
export function indexedRows(name: string): DraftRows {
  let opened: Promise<IDBDatabase> | undefined;
  const database = () => {
    opened ??= open(name).then((made) => {
      made.addEventListener('close', forget);
      made.addEventListener('versionchange', forget);
      return made;
    });
    opened.catch(forget);
    return opened;
  };
  const forget = () => {
    opened = undefined;
  };
  return {
    async put(draft) {
      const transaction = (await database()).transaction(STORE, 'readwrite');
      const finished = committed(transaction);
      const store = transaction.objectStore(STORE);
      const [taken, own] = [store.getKey(draft.id), store.index(BY_OWNER).getKey([draft.id, draft.owner])];
      let written = false;
      own.onsuccess = () => {
        written = taken.result === undefined || own.result !== undefined;
        if (written) store.put(draft);
      };
      await finished;
      return written;
    },
    async change(id, next) {
      const transaction = (await database()).transaction(STORE, 'readwrite');
      const finished = committed(transaction);
      const store = transaction.objectStore(STORE);
      const read: IDBRequest<Draft | undefined> = store.get(id);
      read.onsuccess = () => {
        const row = next(read.result);
        if (row === undefined) store.delete(id);
        else if (row !== read.result) store.put(row);
      };
      await finished;
    },
    async all(user, project) {
      const index = (await database()).transaction(STORE).objectStore(STORE).index(BY_PROJECT);
      return done<Draft[]>(index.getAll([user, project]));
    },
  };
}
