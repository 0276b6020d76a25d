/**
 * Whole files come into store and index in groups: what arrives for a project while a transaction is under way shares
 * the next one, so that many small files cost few questions to the database. Each caller is answered after the commit.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Platform, ProjectAccess } from '../platform.ts';
import { addEach, inOneStep } from './object-index.ts';

type Parts = Pick<Platform, 'db' | 'store' | 'bus'>;
type Target = Pick<ProjectAccess, 'id' | 'bucket'>;

export interface WholeFile {
  /** A scratch file of the store. */
  path: string;
  key: string;
  /** Bytes. */
  size: number;
  creatorId: string;
  /** Refuse to replace a file somebody else put there. */
  ownOnly: boolean;
}

interface Waiting {
  file: WholeFile;
  resolve(): void;
  reject(error: unknown): void;
}

/** Bounds how long a transaction takes. */
const MAX_GROUP = 64;

/** Files that wait for the transaction under way, by project; a project without one has no entry. */
const queues = new WeakMap<Parts['store'], Map<string, Waiting[]>>();

/**
 * Puts a file in place under its key and into the index, in one step.
 * @throws ApiError 403 when the project is full or the file is somebody else's, 409 when a folder and a file clash
 */
export function publishFile(platform: Parts, project: Target, file: WholeFile): Promise<void> {
  const ofStore = queues.get(platform.store) ?? new Map<string, Waiting[]>();
  queues.set(platform.store, ofStore);
  return new Promise((resolve, reject) => {
    const queue = ofStore.get(project.id);
    const waiting = { file, resolve, reject };
    if (queue) return void queue.push(waiting);
    const started = [waiting];
    ofStore.set(project.id, started);
    void drain(platform, project, started, () => ofStore.delete(project.id));
  });
}

/**
 * Several files came at once last time, so more are likely on their way: a moment's patience makes one group of them,
 * not two. A file that comes alone never waits. By project, as long as the server runs.
 */
const inCompany = new Set<string>();
const PATIENCE_MS = 3;

/** @param ended told in the same turn in which the queue is found empty, so that nobody joins it too late */
async function drain(platform: Parts, project: Target, queue: Waiting[], ended: () => void): Promise<void> {
  while (queue.length > 0) {
    if (inCompany.has(project.id)) await delay(PATIENCE_MS);
    const group = takeGroup(queue);
    if (group.length > 1) inCompany.add(project.id);
    else inCompany.delete(project.id);
    await commit(platform, project, group);
  }
  ended();
}

/** The next files, each key once: who comes later with the same key replaces it later. */
function takeGroup(queue: Waiting[]): Waiting[] {
  const group = new Map<string, Waiting>();
  const later: Waiting[] = [];
  for (const waiting of queue.splice(0)) {
    if (group.size < MAX_GROUP && !group.has(waiting.file.key)) group.set(waiting.file.key, waiting);
    else later.push(waiting);
  }
  queue.push(...later);
  return [...group.values()];
}

/** Never throws: tells each caller. When something breaks the group, its files are tried one by one. */
async function commit(platform: Parts, project: Target, group: readonly Waiting[]): Promise<void> {
  let refusals: Awaited<ReturnType<typeof publish>>;
  try {
    refusals = await publish(platform, project, group);
  } catch (error) {
    if (group.length === 1) return group[0]?.reject(error);
    for (const waiting of group) await commit(platform, project, [waiting]);
    return;
  }
  for (const [at, { resolve, reject }] of group.entries()) {
    const refusal = refusals[at];
    if (refusal) reject(refusal);
    else resolve();
  }
  if (refusals.some((refusal) => !refusal)) platform.bus.publish({ topic: 'data', eihealth_project_id: project.id });
}

/** @returns per file why it was refused */
function publish(platform: Parts, project: Target, group: readonly Waiting[]) {
  return inOneStep(platform.db, async (tx, placed) => {
    const additions = group.map(({ file: { key, size, creatorId, ownOnly } }) => ({
      creatorId,
      ownOnly,
      objects: [{ key, is_folder: false, size }],
    }));
    const refusals = await addEach(tx, project.id, additions);
    const admitted = group.filter((_, at) => !refusals[at]);
    const moves = admitted.map(async ({ file }) =>
      placed(await platform.store.adopt(file.path, project.bucket, file.key)),
    );
    // All must have ended before any of them can be taken back.
    for (const move of await Promise.allSettled(moves)) if (move.status === 'rejected') throw move.reason;
    return refusals;
  });
}
