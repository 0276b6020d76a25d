/** Content of a small text file, for a preview inside a reply. */
import { buffer } from 'node:stream/consumers';
import { refuse } from '../../errors.ts';
import type { Platform } from '../platform.ts';

/** Largest file whose content is given inside a reply. */
const MAX_PREVIEW_BYTES = 1024 * 1024;

/** @throws ApiError 400 when the file is too large (01030038) or no text (01000043), 404 when its bytes are gone */
export async function readText(platform: Platform, bucket: string, key: string, size: number): Promise<string> {
  if (size > MAX_PREVIEW_BYTES)
    throw refuse('01030038', `The file has ${size} bytes; a preview shows at most ${MAX_PREVIEW_BYTES}`);
  const stream = await platform.store.read(bucket, key).catch(() => {
    throw refuse('01030041', `The content of /${key} is gone from the store`);
  });
  const bytes = await buffer(stream);
  try {
    if (!bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // told below
  }
  throw refuse('01000043', `/${key} is not text: download it instead`);
}
