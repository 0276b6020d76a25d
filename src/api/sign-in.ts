/** The two ways in: an IAM password token (documented), and a one-time link of this server. */
import type { IamSchema } from '#contracts/index.ts';
import { type Session, startSession } from '#src/session/session.ts';
import { ApiError } from './errors.ts';
import { type ApiResult, consoleServer, iam, resultOf } from './transport.ts';

export interface Credentials {
  user: string;
  password: string;
  domain: string;
  cloudProject: string;
}

type TokenBody = IamSchema<'TokenResponse'>['token'];

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const recordOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The session a token answer describes; undefined when it lacks the token or its project. */
export function sessionOf(token: string | null, body: Partial<TokenBody> | undefined): Session | undefined {
  const user = recordOf(body?.user);
  const project = recordOf(body?.project);
  const expiresAt = Date.parse(body?.expires_at ?? '');
  if (!token || !textOf(project.id) || Number.isNaN(expiresAt)) return undefined;
  return {
    token,
    expiresAt,
    user: { id: textOf(user.id), name: textOf(user.name), domain: textOf(recordOf(user.domain).name) },
    cloudProject: { id: textOf(project.id), name: textOf(project.name) },
  };
}

function begin(result: ApiResult<unknown>): ApiResult<Session> {
  if (!result.ok) return result;
  const body = recordOf(result.data).token as Partial<TokenBody> | undefined;
  const session = sessionOf(result.response.headers.get('X-Subject-Token'), body);
  if (!session) return { ok: false, error: new ApiError({ status: 502, message: 'The token answer is incomplete' }) };
  startSession(session);
  return { ok: true, data: session, response: result.response };
}

/** Signs in with user name and password, scoped to a cloud project given by name. */
export async function signIn({ user, password, domain, cloudProject }: Credentials): Promise<ApiResult<Session>> {
  const body = {
    auth: {
      identity: {
        methods: ['password' as const],
        password: { user: { name: user, password, domain: { name: domain } } },
      },
      scope: { project: { name: cloudProject } },
    },
  };
  return begin(await resultOf(iam().POST('/v3/auth/tokens', { body })));
}

/** Signs in with the code of a one-time link. */
export async function redeemSignInCode(code: string): Promise<ApiResult<Session>> {
  return begin(await resultOf(consoleServer().POST('/console/sign-in/{code}', { params: { path: { code } } })));
}
