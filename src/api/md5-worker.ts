/** Runs beside the page: reads files piece by piece and answers with their MD5, so that typing never waits for it. */
import { createMd5 } from '#src/lib/md5.ts';

export type Md5Request = { id: number; file: Blob } | { id: number; stop: true };
export type Md5Answer = { id: number; md5: string } | { id: number; failed: string };

const PIECE = 4 * 1024 * 1024;
const stopped = new Set<number>();

async function digest(id: number, file: Blob): Promise<void> {
  const md5 = createMd5();
  for (let at = 0; at < file.size && !stopped.has(id); at += PIECE) {
    md5.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
  }
  if (!stopped.delete(id)) answer({ id, md5: md5.hex() });
}

const answer = (message: Md5Answer) => globalThis.postMessage(message);

addEventListener('message', ({ data }: MessageEvent<Md5Request>) => {
  if ('stop' in data) stopped.add(data.id);
  else digest(data.id, data.file).catch((error: unknown) => answer({ id: data.id, failed: String(error) }));
});
