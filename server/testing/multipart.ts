/** Uploads through the documented operation, in process or over HTTP, for tests and measurements. */
import { createHash } from 'node:crypto';
import type { TestServer } from './harness.ts';

const BOUNDARY = '----eihealth-test-7f3c2a';

export interface FormPart {
  name: string;
  value: string | Uint8Array;
  /** Makes it a file. */
  fileName?: string;
}

/** Body and headers of a form, fields in the order given. */
export function multipartForm(parts: readonly FormPart[]): { headers: Record<string, string>; payload: Buffer } {
  const pieces = parts.flatMap(({ name, value, fileName }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName.replaceAll('"', '%22')}"`;
    const type = fileName === undefined ? '' : '\r\nContent-Type: application/octet-stream';
    return [
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}${type}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ];
  });
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    payload: Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]),
  };
}

export interface UploadReply {
  status: number;
  // The body of the reply; tests narrow it by what they assert.
  body: ReturnType<typeof JSON.parse>;
}

/** One request of `uploadData`; `file` is the content, the other fields are sent before or after it. */
export async function sendUpload(
  server: TestServer,
  projectId: string,
  file: Uint8Array | string | undefined,
  fields: Record<string, string>,
  options: { as?: string; fileFirst?: boolean; fileName?: string } = {},
): Promise<UploadReply> {
  const content: FormPart[] =
    file === undefined ? [] : [{ name: 'file', value: file, fileName: options.fileName ?? 'blob' }];
  const texts = Object.entries(fields).map(([name, value]) => ({ name, value }));
  const form = multipartForm(options.fileFirst ? [...content, ...texts] : [...texts, ...content]);
  const url = `/api/eihealth/v1/${server.platform.cloudProject.id}/eihealth-projects/${projectId}/datas/upload`;
  const reply = await server.app.inject({
    method: 'POST',
    url,
    headers: { ...form.headers, 'x-auth-token': await server.token(options.as) },
    payload: form.payload,
  });
  return { status: reply.statusCode, body: reply.body === '' ? undefined : reply.json() };
}

/** Stores a small file and checks that it went well. */
export async function putFile(
  server: TestServer,
  projectId: string,
  path: string,
  content: Uint8Array | string,
  as?: string,
): Promise<void> {
  const reply = await sendUpload(server, projectId, content, { file_name: path }, { as });
  if (reply.status !== 200) throw new Error(`upload of ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
}

export const md5 = (content: Uint8Array | string, form: 'hex' | 'base64' = 'hex') =>
  createHash('md5').update(content).digest(form);
