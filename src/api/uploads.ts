/** One file to the platform: whole, or in parts of which the first opens the upload (4.3.2.9). Shows and stores nothing. */
import type { EihealthPaths, Schema } from '#contracts/index.ts';
import { createSlots, type Slots } from '#src/lib/slots.ts';
import { wait } from '#src/lib/wait.ts';
import { ApiError } from './errors.ts';
import { fileMd5 } from './file-md5.ts';
import { sendForm } from './send-form.ts';
import { ofProject } from './transport.ts';
import { PART_BYTES, type Part, partsOf } from './upload-parts.ts';

export interface Upload {
  projectId: string;
  /** Normalised folder inside the project: `/`, `/a/b`. */
  folder: string;
  name: string;
  file: Blob;
}

/** What is already there: given again, an upload goes on where it failed. */
export interface UploadState {
  multipartId?: string;
  /** Numbers of the parts the server has. */
  done: Set<number>;
  md5?: string;
}

type Answer = Schema<'UploadDataResponse'>;

/** What an upload needs from outside; tests bring their own. */
export interface UploadTools {
  send(upload: Upload, form: FormData, signal: AbortSignal, onProgress: (sent: number) => void): Promise<Answer>;
  md5(file: Blob, signal: AbortSignal): Promise<string>;
  /** Milliseconds to wait before try `attempt` (from 1). */
  pause(attempt: number): number;
  slots: Slots;
  partBytes: number;
}

const REQUESTS_AT_ONCE = 4;
const TRIES = 5;

/** 4.3.2.9. Sent without the typed client, which cannot tell how far a body is. */
const UPLOAD_PATH =
  '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/datas/upload' satisfies keyof EihealthPaths;

const filled = (template: `/${string}`, values: Record<string, string>) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? '')) as `/${string}`;

const browserTools: UploadTools = {
  send: ({ projectId }, form, signal, onProgress) =>
    sendForm<Answer>(filled(UPLOAD_PATH, ofProject(projectId)), form, {
      signal,
      onProgress,
    }),
  md5: fileMd5,
  pause: (attempt) => 500 * 2 ** attempt * (0.75 + Math.random() / 2),
  slots: createSlots(REQUESTS_AT_ONCE),
  partBytes: PART_BYTES,
};

const PASSING = new Set([0, 408, 429, 500, 502, 503, 504]);
/** Whether the same request may succeed a little later. */
const isPassing = (error: unknown) => error instanceof ApiError && PASSING.has(error.status);

/** Whether what the server has of an upload is of no use after this error. */
export const isFinal = (error: unknown) => error instanceof ApiError && !isPassing(error) && error.status !== 401;

/**
 * Uploads a file. `state` is kept up to date, so that a failed upload can be continued with it. `onProgress` gets the
 * bytes of the file that are sent. Throws ApiError, or the signal's reason; nothing is sent any more after that.
 */
export async function uploadFile(
  upload: Upload,
  state: UploadState,
  options: { signal: AbortSignal; onProgress(sent: number): void },
  tools: UploadTools = browserTools,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const parts = partsOf(upload.file.size, tools.partBytes);
  const progress = progressOf(parts, state, options.onProgress);
  const md5 = digestOf(upload.file, state, tools, signal);
  const send = async (part: Part) => {
    // The digest goes with the last part: until then there is time to make it.
    const digest = part.number === parts.length ? await md5 : undefined;
    const form = formOf(upload, part, parts.length, state.multipartId, digest);
    const onProgress = (sent: number) => progress.part(part, sent);
    const answer = await sendPart(
      () => tools.send(upload, form, signal, onProgress),
      { stop, signal, onProgress },
      tools,
    );
    state.multipartId ??= answer?.multipart_id;
    state.done.add(part.number);
    progress.part(part, part.end - part.start);
  };
  try {
    const missing = parts.filter((part) => !state.done.has(part.number));
    if (missing[0]?.number === 1) await send(missing.shift() as Part);
    await Promise.all(missing.map(send));
    await md5;
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

async function digestOf(file: Blob, state: UploadState, tools: UploadTools, signal: AbortSignal): Promise<string> {
  state.md5 ??= await tools.md5(file, signal);
  return state.md5;
}

function formOf(upload: Upload, part: Part, total: number, multipartId: string | undefined, md5: string | undefined) {
  const form = new FormData();
  // Fields before the file: a server that reads in order then knows where the bytes belong.
  form.set('target_folder', upload.folder === '/' ? '/' : `${upload.folder}/`);
  form.set('file_name', upload.name);
  if (total > 1) {
    form.set('part_number', String(part.number));
    form.set('total_part', String(total));
    if (part.number > 1 && multipartId) form.set('multipart_id', multipartId);
  }
  if (md5) form.set('md5', md5);
  form.set('file', upload.file.slice(part.start, part.end), upload.name);
  return form;
}

interface PartControl {
  /** Stops the other parts when this one fails for good; before the slot is free, so that none slips through. */
  stop: AbortController;
  signal: AbortSignal;
  onProgress(sent: number): void;
}

/** One request, repeated while the trouble is passing: parts may be sent again (4.3.2.9). */
async function sendPart(
  request: () => Promise<Answer>,
  { stop, signal, onProgress }: PartControl,
  tools: UploadTools,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const act = async () => {
      try {
        return await request();
      } catch (error) {
        if (!isPassing(error) || attempt >= TRIES) stop.abort(error);
        throw error;
      }
    };
    try {
      return await tools.slots.run(act, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      onProgress(0);
      const asked = error instanceof ApiError && error.retryAfter !== undefined ? error.retryAfter * 1000 : 0;
      await wait(Math.max(asked, tools.pause(attempt)), signal);
    }
  }
}

/** Sums what the parts have sent; a form is a little longer than its part. */
function progressOf(parts: readonly Part[], state: UploadState, tell: (sent: number) => void) {
  const sent = new Map<number, number>();
  let sum = 0;
  const set = ({ number, start, end }: Part, bytes: number) => {
    const now = Math.min(bytes, end - start);
    sum += now - (sent.get(number) ?? 0);
    sent.set(number, now);
  };
  for (const part of parts) if (state.done.has(part.number)) set(part, part.end - part.start);
  tell(sum);
  return {
    part(part: Part, bytes: number) {
      set(part, bytes);
      tell(sum);
    },
  };
}
