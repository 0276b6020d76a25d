/** The yardstick of the upload bench: parses the form, writes the file, or sends a file; does nothing else. */
import { createReadStream, createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import busboy from '@fastify/busboy';

const [port, folder = ''] = process.argv.slice(2);
let next = 0;

createServer((request, reply) => {
  const wanted = new URL(request.url ?? '/', 'http://localhost').searchParams.get('file');
  if (wanted) return void pipeline(createReadStream(wanted), reply);
  const form = busboy({ headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' } });
  const writing: Promise<void>[] = [];
  form.on('file', (_name, file) => {
    writing.push(pipeline(file, createWriteStream(join(folder, String(next++)))));
  });
  form.on('finish', () => void Promise.all(writing).then(() => reply.end('{"multipart_id":"x"}')));
  request.pipe(form);
}).listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
