/**
 * Transfers against a bare Node server that takes the same multipart body to the same disk, or gives out the same file:
 * 1.08 GB in parts of 10 MB, 2,000 files of 10 kB, and a download of 1.08 GB.
 */
import { fork } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type BenchServer,
  createProject,
  freePort,
  median,
  residentMb,
  row,
  startBenchServer,
  temporaryFolder,
} from './server.ts';

const PART = 10_000_000;
const PARTS = 108;
const PARALLEL = 4;
const RUNS = 3;
const SMALL_FILES = 2_000;
const SMALL_BYTES = 10_000;
const SMALL_PARALLEL = 8;

interface BareServer {
  url: string;
  stop(): void;
}

type Send = (body: FormData) => Promise<Response>;

/** The bare server in a process of its own, as ours is. */
async function startBareServer(folder: string): Promise<BareServer> {
  const port = await freePort();
  const file = fileURLToPath(new URL('./bare-upload-server.ts', import.meta.url));
  const child = fork(file, [String(port), folder], { execArgv: ['--import', 'tsx'] });
  await new Promise((resolve) => child.once('message', resolve));
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill() };
}

const content = new Blob([new Uint8Array(PART).fill(65)]);
const smallContent = new Blob([new Uint8Array(SMALL_BYTES).fill(66)]);

function form(part: number, multipartId: string, name: string): FormData {
  const body = new FormData();
  body.set('target_folder', '/');
  body.set('file_name', name);
  body.set('part_number', String(part));
  body.set('total_part', String(PARTS));
  if (multipartId) body.set('multipart_id', multipartId);
  body.set('file', content, name);
  return body;
}

/** Sends all parts, a few at a time. @returns seconds */
async function upload(send: Send, name: string): Promise<number> {
  const started = performance.now();
  const sendPart = async (part: number, multipartId: string) => {
    const reply = await send(form(part, multipartId, name));
    if (!reply.ok) throw new Error(await reply.text());
    return (await reply.json()) as { multipart_id: string };
  };
  const { multipart_id: multipartId } = await sendPart(1, '');
  let next = 2;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (next <= PARTS) await sendPart(next++, multipartId);
    }),
  );
  return (performance.now() - started) / 1000;
}

/** Sends files of 10 kB whole. @returns files per second */
async function uploadSmall(send: Send, folder: string): Promise<number> {
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: SMALL_PARALLEL }, async () => {
      while (next < SMALL_FILES) {
        const body = new FormData();
        const name = `file-${next++}.bin`;
        body.set('target_folder', folder);
        body.set('file_name', name);
        body.set('file', smallContent, name);
        const reply = await send(body);
        if (!reply.ok) throw new Error(await reply.text());
        await reply.arrayBuffer();
      }
    }),
  );
  return (SMALL_FILES / (performance.now() - started)) * 1000;
}

async function benchSmall(sendBare: Send, send: Send): Promise<void> {
  const ratios: number[] = [];
  // The first run warms both up.
  for (let run = 0; run <= RUNS; run++) {
    const bare = await uploadSmall(sendBare, '/');
    const ours = await uploadSmall(send, `/small/${run}`);
    const figures = `${bare.toFixed(0)} / ${ours.toFixed(0)} / ${(ours / bare).toFixed(2)}`;
    row(`2,000 × 10 kB per second${run === 0 ? ', warming up' : ''}: bare / ours / ratio`, figures, '');
    if (run > 0) ratios.push(ours / bare);
  }
  row('small files per second against bare Node (median)', median(ratios).toFixed(2), '≥ 0.6');
}

/** Reads a whole answer. @returns MB per second */
async function download(reply: Promise<Response>): Promise<number> {
  const started = performance.now();
  const { ok, body } = await reply;
  if (!ok || !body) throw new Error('the download was refused');
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  if (bytes !== PART * PARTS) throw new Error(`${bytes} bytes arrived`);
  return bytes / 1000 / (performance.now() - started);
}

/** The file that was uploaded in parts, given out by both servers. */
async function benchDownload(bare: BareServer, server: BenchServer, id: string): Promise<void> {
  const name = 'file-0.bin';
  const objects = join(server.dataDir, 'objects');
  const bucket = readdirSync(objects).find((entry) => existsSync(join(objects, entry, name))) ?? '';
  const bareUrl = `${bare.url}?file=${encodeURIComponent(join(objects, bucket, name))}`;
  const body = JSON.stringify({ type: 'PRIVATE', url: `bench:/${name}` });
  const ratios: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const bareSpeed = await download(fetch(bareUrl));
    const ours = await download(server.fetch(`/eihealth-projects/${id}/data/download`, { method: 'POST', body }));
    ratios.push(ours / bareSpeed);
    row(
      `download of 1.08 GB, run ${run + 1}: bare Node / ours`,
      `${bareSpeed.toFixed(0)} / ${ours.toFixed(0)} MB/s`,
      '',
    );
  }
  row('download speed against bare Node (median)', median(ratios).toFixed(2), '≥ 0.8');
}

async function benchLarge(sendBare: Send, send: Send, server: BenchServer): Promise<void> {
  const before = residentMb(server.pid);
  let peak = before;
  const watching = setInterval(() => {
    peak = Math.max(peak, residentMb(server.pid));
  }, 100);
  const ratios: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const bareSeconds = await upload(sendBare, 'x');
    const ours = await upload(send, `file-${run}.bin`);
    ratios.push(bareSeconds / ours);
    row(`upload of 1.08 GB, run ${run + 1}: bare Node / ours`, `${bareSeconds.toFixed(2)} / ${ours.toFixed(2)} s`, '');
  }
  clearInterval(watching);
  row('upload speed against bare Node (median)', median(ratios).toFixed(2), '≥ 0.6');
  row('server memory before / highest while uploading', `${before.toFixed(0)} / ${peak.toFixed(0)} MB`, 'flat');
}

interface Servers {
  bare: BareServer;
  server: BenchServer;
  /** Project the files go to. */
  id: string;
  sendBare: Send;
  send: Send;
}

async function withServers(work: (servers: Servers) => Promise<void>): Promise<void> {
  const folder = temporaryFolder('bare');
  const bare = await startBareServer(folder);
  const server = await startBenchServer();
  const id = await createProject(server, 'bench');
  await work({
    bare,
    server,
    id,
    send: (body) => server.fetch(`/eihealth-projects/${id}/datas/upload`, { method: 'POST', body }),
    sendBare: (body) => fetch(bare.url, { method: 'POST', body }),
  });
  await server.stop();
  bare.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A large file in parts, and back. */
export const benchUpload = () =>
  withServers(async ({ bare, server, id, sendBare, send }) => {
    await benchLarge(sendBare, send, server);
    await benchDownload(bare, server, id);
  });

/** Many small files. */
export const benchSmallFiles = () => withServers(({ sendBare, send }) => benchSmall(sendBare, send));
