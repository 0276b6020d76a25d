/** 1 GiB in parts of 10 MB: our server against a bare Node server that takes the same multipart body to the same disk. */
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createProject, freePort, median, residentMb, row, startBenchServer, temporaryFolder } from './server.ts';

const PART = 10_000_000;
const PARTS = 108;
const PARALLEL = 4;
const RUNS = 3;

interface BareServer {
  url: string;
  stop(): void;
}

/** The bare server in a process of its own, as ours is. */
async function startBareServer(folder: string): Promise<BareServer> {
  const port = await freePort();
  const file = fileURLToPath(new URL('./bare-upload-server.ts', import.meta.url));
  const child = fork(file, [String(port), folder], { execArgv: ['--import', 'tsx'] });
  await new Promise((resolve) => child.once('message', resolve));
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill() };
}

const content = new Blob([new Uint8Array(PART).fill(65)]);

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
async function upload(send: (body: FormData) => Promise<Response>, name: string): Promise<number> {
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

export async function benchUpload(): Promise<void> {
  const folder = temporaryFolder('bare');
  const bare = await startBareServer(folder);
  const server = await startBenchServer();
  const id = await createProject(server, 'bench');
  const send = (body: FormData) => server.fetch(`/eihealth-projects/${id}/datas/upload`, { method: 'POST', body });
  const before = residentMb(server.pid);
  let peak = before;
  const watching = setInterval(() => {
    peak = Math.max(peak, residentMb(server.pid));
  }, 100);
  const ratios: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const bareSeconds = await upload((body) => fetch(bare.url, { method: 'POST', body }), 'x');
    const ours = await upload(send, `file-${run}.bin`);
    ratios.push(bareSeconds / ours);
    row(`upload of 1.08 GB, run ${run + 1}: bare Node / ours`, `${bareSeconds.toFixed(2)} / ${ours.toFixed(2)} s`, '');
  }
  clearInterval(watching);
  row('upload speed against bare Node (median)', median(ratios).toFixed(2), '≥ 0.6');
  row('server memory before / highest while uploading', `${before.toFixed(0)} / ${peak.toFixed(0)} MB`, 'flat');
  await server.stop();
  bare.stop();
  rmSync(folder, { recursive: true, force: true });
}
