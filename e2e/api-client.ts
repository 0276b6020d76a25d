/** A small client of the documented APIs, other than the console's own, to prepare what a test needs. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { operations } from '#contracts/generated/operations.ts';
import { noteRequest } from './operations.ts';

export type OperationKey = keyof typeof operations;

export interface Credentials {
  user: string;
  password: string;
}

export interface ApiCall {
  path?: Record<string, string>;
  query?: Record<string, string | number>;
  headers?: Record<string, string>;
  body?: unknown;
  form?: FormData;
}

/** Body of any operation; tests narrow it by what they assert. */
type Json = ReturnType<typeof JSON.parse>;

export interface ApiSession {
  token: string;
  expiresAt: number;
  user: { id: string; name: string; domain: string };
  cloudProject: { id: string; name: string };
}

const PART_BYTES = 10 * 1024 * 1024;

export class Api {
  private constructor(
    readonly url: string,
    readonly session: ApiSession,
  ) {}

  /** Signs in with a password, as 001 §3.1 documents. @throws Error with the server's answer */
  static async signIn(url: string, { user, password }: Credentials, domain = 'admin'): Promise<Api> {
    const body = {
      auth: {
        identity: { methods: ['password'], password: { user: { name: user, password, domain: { name: domain } } } },
        scope: { project: { name: 'local' } },
      },
    };
    const address = `${url}api/iam/v3/auth/tokens`;
    noteRequest('api', 'POST', address, new URL(url).pathname);
    const reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (reply.status !== 201) throw new Error(`sign-in of ${user}: ${reply.status} ${await reply.text()}`);
    const { token } = (await reply.json()) as Json;
    return new Api(url, {
      token: reply.headers.get('x-subject-token') ?? '',
      expiresAt: Date.parse(token.expires_at),
      user: { id: token.user.id, name: token.user.name, domain: token.user.domain.name },
      cloudProject: { id: token.project.id, name: token.project.name },
    });
  }

  /** Any operation by its key; project_id is filled in. Says nothing about the status. */
  async request(key: OperationKey, { path = {}, query = {}, headers = {}, body, form }: ApiCall = {}) {
    const { service, method, path: template } = operations[key];
    const values: Record<string, string> = { project_id: this.session.cloudProject.id, ...path };
    const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
    const prefix = service === 'console' ? '' : `api/${service}`;
    const address = `${this.url}${prefix}${filled}`.replace(/([^:])\/\//g, '$1/') + (search && `?${search}`);
    noteRequest('api', method, address, new URL(this.url).pathname);
    return fetch(address, {
      method: method.toUpperCase(),
      headers: {
        'x-auth-token': this.session.token,
        'x-language': 'en_us',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
  }

  /** The JSON an operation answers with. @throws Error unless it succeeds */
  async call(key: OperationKey, call: ApiCall = {}): Promise<Json> {
    const reply = await this.request(key, call);
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${key}: ${reply.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** @param members user name → role; the users must exist */
  async createProject(name: string, members: Record<string, string> = {}): Promise<string> {
    const { id } = await this.call('eihealth.createProject', { body: { name } });
    const { users } = await this.call('eihealth.listUser');
    for (const [member, role] of Object.entries(members)) {
      const user = users.find((candidate: { name: string }) => candidate.name === member);
      if (!user) throw new Error(`there is no user ${member}`);
      const path = { eihealth_project_id: id, user_id: user.id };
      await this.call('eihealth.updateMember', { path, body: { role } });
    }
    return id;
  }

  /** Makes a user; returns the credentials. */
  async createUser(name: string, role: 'ADMIN' | 'OPERATOR' = 'OPERATOR'): Promise<Credentials> {
    const password = 'Correct-horse-2';
    await this.call('eihealth.createUser', { body: { name, password, role } });
    return { user: name, password };
  }

  /** Puts bytes into a folder of a project, in parts when there are many. */
  async upload(projectId: string, folder: string, name: string, bytes: Uint8Array): Promise<void> {
    const total = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
    let multipartId = '';
    for (let part = 1; part <= total; part++) {
      const form = new FormData();
      form.set('target_folder', folder);
      form.set('file_name', name);
      form.set('part_number', String(part));
      form.set('total_part', String(total));
      if (multipartId) form.set('multipart_id', multipartId);
      const slice = bytes.slice((part - 1) * PART_BYTES, part * PART_BYTES);
      form.set('file', new Blob([slice]), name);
      const path = { eihealth_project_id: projectId };
      const answer = await this.call('eihealth.uploadData', { path, form });
      multipartId = answer?.multipart_id ?? multipartId;
    }
  }

  async uploadFile(projectId: string, folder: string, file: string): Promise<void> {
    await this.upload(projectId, folder, basename(file), await readFile(file));
  }

  /** Bytes of `project name:/path`. */
  async download(projectId: string, address: string): Promise<Uint8Array> {
    const reply = await this.request('eihealth.downloadData', {
      path: { eihealth_project_id: projectId },
      body: { type: 'PRIVATE', url: address },
    });
    if (!reply.ok) throw new Error(`download of ${address}: ${reply.status} ${await reply.text()}`);
    return new Uint8Array(await reply.arrayBuffer());
  }
}
