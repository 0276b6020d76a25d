/** Typed calls to the documented services. Every call gives a result; nothing here shows or decides anything. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { ConsolePaths, EihealthPaths, IamPaths } from '#contracts/index.ts';
import { serverPath } from '#src/lib/base-path.ts';
import { expireSession, sessionStore } from '#src/session/session.ts';
import { cloudProjectId } from '#src/session/use-session.ts';
import { ApiError } from './errors.ts';

export type ApiResult<T> = { ok: true; data: T; response: Response } | { ok: false; error: ApiError };

/** Sends the token; a refused token ends the session, whatever page asked. */
const authentication: Middleware = {
  onRequest({ request }) {
    const token = sessionStore.get()?.token;
    if (token && !request.headers.has('X-Auth-Token')) request.headers.set('X-Auth-Token', token);
    return request;
  },
  onResponse({ request, response }) {
    const sent = request.headers.get('X-Auth-Token');
    if (response.status === 401 && sent && sent === sessionStore.get()?.token) expireSession();
  },
};

type ServicePrefix = '/api/eihealth' | '/api/iam' | '';

/** Where a service answers, without a slash at the end. */
export const serviceAddress = (prefix: ServicePrefix): string =>
  `${globalThis.location?.origin ?? ''}${serverPath(`/${prefix}`).replace('//', '/')}`.replace(/\/$/, '');

function client<Paths extends object>(prefix: ServicePrefix) {
  const made = createClient<Paths>({
    baseUrl: serviceAddress(prefix),
    // A list such as `labels` is one parameter with commas in the contract.
    querySerializer: { array: { style: 'form', explode: false } },
  });
  made.use(authentication);
  return made;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

export const eihealth = lazily(() => client<EihealthPaths>('/api/eihealth'));
export const iam = lazily(() => client<IamPaths>('/api/iam'));
export const consoleServer = lazily(() => client<ConsolePaths>(''));

/** Path parameters of an operation on the platform. */
export const ofPlatform = () => ({ project_id: cloudProjectId() });
/** Path parameters of an operation inside a project. */
export const ofProject = (projectId: string) => ({ project_id: cloudProjectId(), eihealth_project_id: projectId });

/** What a typed call resolves to. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What an error is made of; a `Response` has it. */
type AnswerHead = Pick<Response, 'status' | 'headers'>;

function retryAfterOf(response: AnswerHead): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** The error of an answer that is not a success; `body` is what could be read of it. */
export function errorOf(response: AnswerHead, body: unknown): ApiError {
  const facts = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  // IAM wraps its error; the other services do not.
  const inner = (typeof facts.error === 'object' && facts.error !== null ? facts.error : facts) as typeof facts;
  return new ApiError({
    status: response.status,
    code: String(inner.error_code ?? inner.code ?? ''),
    message: String(inner.error_msg ?? inner.message ?? ''),
    requestId: response.headers.get('x-request-id') ?? '',
    retryAfter: retryAfterOf(response),
  });
}

/** Result of a typed call; a broken connection is a result, an abandoned call stays an exception. */
export async function resultOf<T>(call: Promise<Answer<T>>): Promise<ApiResult<T>> {
  try {
    const { data, error, response } = await call;
    if (response.ok) return { ok: true, data: data as T, response };
    return { ok: false, error: errorOf(response, error) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    return { ok: false, error: new ApiError({ status: 0, message: error instanceof Error ? error.message : '' }) };
  }
}

/** The data of a call, or its error thrown, as queries and mutations want it. */
export async function dataOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const result = await resultOf(call);
  if (result.ok) return result.data;
  throw result.error;
}
