/** Files as streams, whole or a range; never through memory. Downloads and signed addresses answer alike. */
import { Readable } from 'node:stream';
import type { Schema } from '#contracts/index.ts';
import { ApiError, refuse } from '../../errors.ts';
import type { ByteRange } from '../../storage/store.ts';
import { type Platform, type ProjectAccess, RawReply } from '../platform.ts';
import { nameOf, readPath } from './keys.ts';
import { findObject } from './object-index.ts';

export interface FileSource {
  name: string;
  size: number;
  /** When the content was put there; absent for what still grows. */
  modified?: Date;
  read(range?: ByteRange): Promise<Readable>;
}

/** What a request for a file says apart from which file. */
export interface FileRequest {
  method: string;
  headers: { range?: string; 'if-range'?: string | string[] };
}

/** First and last byte of a Range header with one range; undefined when there is none. @throws ApiError 416 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start > end || start >= size)
    throw new ApiError(416, 'eihealth.01030044', `The range lies outside of the ${size} bytes`, {
      'content-range': `bytes */${size}`,
    });
  return { start, end };
}

/** @throws ApiError 404 when there is no such file or its bytes are gone */
export async function openObject(
  platform: Platform,
  project: { id: string; bucket: string },
  key: string,
): Promise<FileSource> {
  const row = await findObject(platform.db, project.id, key);
  if (!row || row.is_folder) throw refuse('01030001', `There is no file /${key}`);
  const facts = await platform.store.facts(project.bucket, key);
  if (!facts) throw refuse('01030041', `The content of /${key} is gone from the store`);
  return { ...facts, name: nameOf(key), read: (range) => platform.store.read(project.bucket, key, range) };
}

/** A name for any client: plain ASCII where it is, and always as RFC 8187 has it. */
function dispositionOf(kind: 'attachment' | 'inline', name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename*=UTF-8''${encoded}`;
}

const entityTag = (source: FileSource) =>
  source.modified && `"${source.size.toString(36)}-${source.modified.getTime().toString(36)}"`;

export async function replyWithFile(
  source: FileSource,
  request: FileRequest,
  show: { disposition: 'attachment' | 'inline'; type: string; headers?: Record<string, string>; range?: ByteRange },
): Promise<RawReply> {
  const tag = entityTag(source);
  const condition = request.headers['if-range'];
  const unchanged = condition === undefined || condition === tag;
  const range = show.range ?? (unchanged ? parseRange(request.headers.range, source.size) : undefined);
  const body = request.method === 'HEAD' || source.size === 0 ? Readable.from([]) : await source.read(range);
  return new RawReply(body, {
    status: range ? 206 : 200,
    headers: {
      'content-type': show.type,
      'content-length': range ? range.end - range.start + 1 : source.size,
      ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${source.size}` } : {}),
      ...(tag ? { etag: tag } : {}),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'content-disposition': dispositionOf(show.disposition, source.name),
      ...show.headers,
    },
  });
}

/** The range of the body of a download. @throws ApiError 400 */
function bodyRange(body: Schema<'DownloadDataReq'>, size: number): ByteRange | undefined {
  const { range_start: start, range_end: end } = body;
  if (start === undefined && end === undefined) return undefined;
  const range = { start: start ?? 0, end: Math.min(end ?? size - 1, size - 1) };
  if (range.start >= size || range.start > range.end)
    throw refuse('01030044', `The range lies outside of the ${size} bytes`);
  return range;
}

/** 4.3.4.3. @throws ApiError for other addresses than paths of the own project */
export async function downloadObject(
  platform: Platform,
  project: ProjectAccess,
  body: Schema<'DownloadDataReq'>,
  request: FileRequest,
): Promise<RawReply> {
  const { type = 'PRIVATE', url } = body;
  if (type === 'EXTRANET') throw refuse('01000040', '/type EXTRANET is not supported');
  if (!url) throw refuse('01000008', '/url is required');
  if (type === 'PUBLIC' || /^(https?|obs):\/\//i.test(url))
    throw refuse('01030042', '/url: this server gives out only data of its own projects, as "project:/path"');
  const source = await openObject(platform, project, readPath(project, url).key);
  const range = bodyRange(body, source.size);
  return replyWithFile(source, request, { disposition: 'attachment', type: 'application/octet-stream', range });
}
