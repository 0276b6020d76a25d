/**
 * The uploads of this tab. They belong to no page: one may go anywhere in the console while they run. Pages and the
 * header read `transfersStore`; it changes a few times a second however fast bytes and files go by.
 */
import { createSlots } from '#src/lib/slots.ts';
import { createStore } from '#src/lib/store.ts';
import { sessionStore } from '#src/session/session.ts';
import { invalidate } from './query.ts';
import { queryClient } from './query-client.ts';
import { createRate } from './transfer-rate.ts';
import { isFinal, type Upload, type UploadState, uploadFile } from './uploads.ts';

export type TransferState = 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';

export interface Transfer {
  id: number;
  projectId: string;
  folder: string;
  name: string;
  /** Bytes, and how many of them are sent. */
  size: number;
  sent: number;
  state: TransferState;
  error?: unknown;
}

export interface Transfers {
  items: readonly Transfer[];
  /** Bytes a second; 0 when nothing is sent. */
  rate: number;
  /** Bytes still to send. */
  remaining: number;
}

interface Entry {
  shown: Transfer;
  upload: Upload;
  progress: UploadState;
  stop: AbortController;
}

const NOTHING: Transfers = { items: [], rate: 0, remaining: 0 };
const FILES_AT_ONCE = 4;
const TELL_EVERY = 250;
const REFRESH_EVERY = 2_000;

const entries = new Map<number, Entry>();
const slots = createSlots(FILES_AT_ONCE);
const rate = createRate();
let last = 0;
let totalSent = 0;

export const transfersStore = createStore<Transfers>(NOTHING);

export const isActive = ({ state }: Transfer) => state === 'waiting' || state === 'sending';

let timer: ReturnType<typeof setTimeout> | undefined;

function tellSoon(): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    tell();
  }, TELL_EVERY);
}

function tell(): void {
  const items = [...entries.values()].map(({ shown }) => ({ ...shown }));
  const active = items.filter(isActive);
  const remaining = active.reduce((sum, { size, sent }) => sum + size - sent, 0);
  transfersStore.set({ items, remaining, rate: active.length > 0 ? rate.read(totalSent, Date.now()) : 0 });
  if (active.length > 0) tellSoon();
  else rate.reset();
  guardLeaving(active.length > 0);
}

const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

/** Closing the tab would break the uploads off; the browser asks. */
function guardLeaving(on: boolean): void {
  if (on) addEventListener('beforeunload', askBeforeLeaving);
  else removeEventListener('beforeunload', askBeforeLeaving);
}

const refreshAt = new Map<string, ReturnType<typeof setTimeout>>();

/** Lists show what has arrived, but are not read again for every file of thousands. */
function refreshSoon(projectId: string): void {
  if (refreshAt.has(projectId)) return;
  const refresh = () => {
    refreshAt.delete(projectId);
    void invalidate(queryClient, { topic: 'data', eihealth_project_id: projectId });
  };
  const left = [...entries.values()].some(({ shown }) => isActive(shown) && shown.projectId === projectId);
  refreshAt.set(projectId, setTimeout(refresh, left ? REFRESH_EVERY : 0));
}

async function run(entry: Entry): Promise<void> {
  const { shown, upload, progress, stop } = entry;
  const { signal } = stop;
  try {
    await slots.run(async () => {
      shown.state = 'sending';
      const onProgress = (sent: number) => {
        totalSent += sent - shown.sent;
        shown.sent = sent;
        tellSoon();
      };
      await uploadFile(upload, progress, { signal, onProgress });
    }, signal);
    shown.state = 'done';
    shown.sent = shown.size;
  } catch (error) {
    shown.state = signal.aborted ? 'cancelled' : 'failed';
    shown.error = error;
    if (isFinal(error)) entry.progress = { done: new Set() };
  }
  refreshSoon(upload.projectId);
  tell();
}

/** Starts uploads; they run one after another as there is room. */
export function startUploads(uploads: readonly Upload[]): void {
  for (const upload of uploads) {
    last += 1;
    const { projectId, folder, name, file } = upload;
    const shown: Transfer = { id: last, projectId, folder, name, size: file.size, sent: 0, state: 'waiting' };
    const entry: Entry = { shown, upload, progress: { done: new Set() }, stop: new AbortController() };
    entries.set(last, entry);
    void run(entry);
  }
  tell();
}

/** Breaks an upload off; nothing of it is sent any more. */
export function cancelTransfer(id: number): void {
  entries.get(id)?.stop.abort(new DOMException('Cancelled', 'AbortError'));
}

export function cancelAllTransfers(): void {
  for (const { shown } of entries.values()) if (isActive(shown)) cancelTransfer(shown.id);
}

/** Goes on with a failed or cancelled upload, with the parts the server already has. */
export function retryTransfer(id: number): void {
  const entry = entries.get(id);
  if (!entry || isActive(entry.shown) || entry.shown.state === 'done') return;
  entry.stop = new AbortController();
  entry.shown.state = 'waiting';
  entry.shown.error = undefined;
  void run(entry);
  tell();
}

export function retryFailedTransfers(): void {
  for (const { shown } of entries.values()) if (shown.state === 'failed') retryTransfer(shown.id);
}

/** Takes what has ended off the list. */
export function clearTransfers(): void {
  for (const { shown } of [...entries.values()]) if (!isActive(shown)) entries.delete(shown.id);
  tell();
}

// Whoever signs in next in this tab shall neither send nor see the files of the one before. A session that only
// expired leaves the list: after signing in again, failed uploads can be continued.
let owner = sessionStore.get()?.user.id;
sessionStore.subscribe(() => {
  const user = sessionStore.get()?.user.id;
  if (user === undefined) return cancelAllTransfers();
  if (owner !== undefined && owner !== user) {
    cancelAllTransfers();
    entries.clear();
    tell();
  }
  owner = user;
});
