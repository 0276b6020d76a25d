/** GET /console/objects/<signed>: streams an object or a log, whole or a range; never through memory. */
import { notFound, refuse } from '../errors.ts';
import { type FileRequest, type FileSource, openObject, replyWithFile } from '../platform/data/download.ts';
import { openLog } from '../platform/jobs/log-files.ts';
import type { Platform, RawReply } from '../platform/platform.ts';
import { readRemoteObject } from './remote.ts';
import type { SignedTarget } from './signed-addresses.ts';

type LocalTarget = Exclude<SignedTarget, { kind: 'remote' }>;

async function findSource(platform: Platform, target: LocalTarget): Promise<FileSource> {
  if (target.kind === 'log') return openLog(platform, target);
  const project = await platform.db
    .selectFrom('project')
    .select(['id', 'bucket'])
    .where('id', '=', target.projectId)
    .executeTakeFirst();
  if (!project) throw notFound('The project does not exist any more');
  return openObject(platform, project, target.key);
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
  request: FileRequest,
): Promise<RawReply> {
  const target = platform.signed.open(signed);
  if (!target) throw refuse('01000019', 'This address is too old or was changed: ask for a new one', 403);
  if (target.kind === 'remote') return readRemoteObject(target.url, disposition, request.headers.range);
  const source = await findSource(platform, target);
  const extension = source.name.split('.').pop()?.toLowerCase() ?? '';
  const type =
    disposition === 'inline' ? (INLINE_TYPES[extension] ?? 'text/plain; charset=utf-8') : 'application/octet-stream';
  return replyWithFile(source, request, {
    disposition,
    type,
    headers: { 'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:" },
  });
}
