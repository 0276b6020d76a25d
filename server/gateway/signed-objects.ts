/** GET /console/objects/<signed>: streams an object or a log, whole or a range; never through memory. */

import { basename } from 'node:path/posix';
import type { Readable } from 'node:stream';
import { ApiError, notFound, refuse } from '../errors.ts';
import { openLog } from '../platform/jobs/log-files.ts';
import { type Platform, RawReply } from '../platform/platform.ts';
import type { ByteRange } from '../storage/store.ts';

interface Source {
  name: string;
  size: number;
  read(range?: ByteRange): Promise<Readable>;
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

async function findSource(platform: Platform, signed: string): Promise<Source> {
  const target = platform.signed.open(signed);
  if (!target) throw refuse('01000019', 'This address is too old or was changed: ask for a new one', 403);
  if (target.kind === 'log') return openLog(platform, target);
  const row = await platform.db
    .selectFrom('object')
    .innerJoin('project', 'project.id', 'object.project_id')
    .select(['object.size', 'project.bucket'])
    .where('object.project_id', '=', target.projectId)
    .where('object.key', '=', target.key)
    .where('object.is_folder', '=', false)
    .executeTakeFirst();
  if (!row) throw notFound('The file does not exist any more');
  return {
    name: basename(target.key),
    size: row.size,
    read: (range) => platform.store.read(row.bucket, target.key, range),
  };
}

/** Types a browser may show itself; everything else is bytes. HTML runs without scripts and without an origin. */
const INLINE_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
};

export async function readSignedObject(
  platform: Platform,
  signed: string,
  disposition: 'attachment' | 'inline',
  rangeHeader: string | undefined,
): Promise<RawReply> {
  const source = await findSource(platform, signed);
  const range = parseRange(rangeHeader, source.size);
  const extension = source.name.split('.').pop()?.toLowerCase() ?? '';
  const type =
    disposition === 'inline' ? (INLINE_TYPES[extension] ?? 'text/plain; charset=utf-8') : 'application/octet-stream';
  return new RawReply(await source.read(range), {
    status: range ? 206 : 200,
    headers: {
      'content-type': type,
      'content-length': range ? range.end - range.start + 1 : source.size,
      ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${source.size}` } : {}),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(source.name)}`,
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    },
  });
}
