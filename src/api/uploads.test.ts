import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSlots } from '#src/lib/slots.ts';
import { ApiError } from './errors.ts';
import { MAX_UPLOAD_BYTES, PART_BYTES, partsOf } from './upload-parts.ts';
import { type UploadState, type UploadTools, uploadFile } from './uploads.ts';

const TEXT = 'ACGTACGTACGTACGTACGTACG';
const file = new Blob([TEXT]);
const upload = { projectId: 'p', folder: '/reads', name: 'a.txt', file };
const quiet = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
const fresh = (): UploadState => ({ done: new Set() });
const md5 = createHash('md5').update(TEXT).digest('hex');

/** A server that keeps what it is sent, and what it does before that. */
function tools(before: (part: number, form: FormData) => void = () => undefined) {
  const parts = new Map<number, string>();
  const forms: FormData[] = [];
  let at = 0;
  let most = 0;
  const made: UploadTools = {
    async send(_upload, form, signal, onProgress) {
      const part = Number(form.get('part_number') ?? 1);
      forms.push(form);
      at += 1;
      most = Math.max(most, at);
      try {
        await Promise.resolve();
        signal.throwIfAborted();
        before(part, form);
        const text = await (form.get('file') as Blob).text();
        parts.set(part, text);
        onProgress(text.length + 200);
        return { multipart_id: 'm1' };
      } finally {
        at -= 1;
      }
    },
    md5: async (blob) =>
      createHash('md5')
        .update(await blob.text())
        .digest('hex'),
    pause: () => 1,
    slots: createSlots(3),
    partBytes: 5,
  };
  const whole = () =>
    [...parts]
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text)
      .join('');
  return { made, forms, whole, most: () => most };
}

test('parts cover the file without gap; an empty file is one part', () => {
  expect(partsOf(11, 5)).toEqual([
    { number: 1, start: 0, end: 5 },
    { number: 2, start: 5, end: 10 },
    { number: 3, start: 10, end: 11 },
  ]);
  expect(partsOf(0)).toEqual([{ number: 1, start: 0, end: 0 }]);
  expect(partsOf(MAX_UPLOAD_BYTES).at(-1)).toMatchObject({ number: 9999, end: 9999 * PART_BYTES });
});

test('a small file goes whole, with its digest and no part numbers', async () => {
  const { made, forms, whole } = tools();
  await uploadFile(upload, fresh(), quiet(), { ...made, partBytes: 100 });
  expect(whole()).toBe(TEXT);
  expect(forms[0]?.get('md5')).toBe(md5);
  expect(forms[0]?.get('target_folder')).toBe('/reads/');
  expect(forms[0]?.has('part_number')).toBe(false);
});

test('part 1 goes alone, the others at once with its id, the last with the digest', async () => {
  const { made, forms, whole, most } = tools();
  const progress: number[] = [];
  await uploadFile(upload, fresh(), { ...quiet(), onProgress: (sent) => progress.push(sent) }, made);
  expect(whole()).toBe(TEXT);
  expect(forms[0]?.get('part_number')).toBe('1');
  expect(forms[0]?.has('multipart_id')).toBe(false);
  expect(forms.slice(1).every((form) => form.get('multipart_id') === 'm1')).toBe(true);
  expect(forms.find((form) => form.get('part_number') === '5')?.get('md5')).toBe(md5);
  expect(most()).toBe(3);
  expect(progress.at(-1)).toBe(TEXT.length);
});

test('a broken connection is tried again', async () => {
  let failures = 2;
  const { made, whole } = tools((part) => {
    if (part === 3 && failures-- > 0) throw new ApiError({ status: 0 });
  });
  await uploadFile(upload, fresh(), quiet(), made);
  expect(whole()).toBe(TEXT);
});

test('a refusal is not tried again and stops the other parts', async () => {
  const { made, whole } = tools((part) => {
    if (part === 2) throw new ApiError({ status: 400, code: 'eihealth.01000055' });
  });
  await expect(uploadFile(upload, fresh(), quiet(), { ...made, slots: createSlots(1) })).rejects.toThrow(ApiError);
  expect(whole()).toBe(TEXT.slice(0, 5));
});

test('a failed upload goes on where it stopped', async () => {
  let broken = true;
  const { made, forms, whole } = tools((part) => {
    if (part === 4 && broken) throw new ApiError({ status: 503 });
  });
  const state = fresh();
  await expect(uploadFile(upload, state, quiet(), { ...made, slots: createSlots(1) })).rejects.toThrow(ApiError);
  const had = new Set(state.done);
  expect(had.has(1)).toBe(true);
  broken = false;
  const before = forms.length;
  await uploadFile(upload, state, quiet(), made);
  expect(whole()).toBe(TEXT);
  expect(forms.length - before).toBe(5 - had.size);
});

test('nothing is sent after a cancel', async () => {
  const stop = new AbortController();
  const { made, forms } = tools((part) => {
    if (part === 1) stop.abort(new Error('cancelled'));
  });
  await expect(uploadFile(upload, fresh(), { ...quiet(), signal: stop.signal }, made)).rejects.toThrow('cancelled');
  expect(forms).toHaveLength(1);
});
