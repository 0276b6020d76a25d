/** The embedded IAM: documented password tokens, one domain, one cloud project (seed 003 §3.2). */
import type { IamSchema } from '#contracts/index.ts';
import { ApiError, unauthenticated } from '../../errors.ts';
import { type Handlers, type Platform, RawReply, type SessionUser } from '../platform.ts';
import { SignInAttempts } from './attempts.ts';
import { passwordMatches } from './passwords.ts';
import type { IssuedToken } from './sessions.ts';

const attempts = new WeakMap<Platform, SignInAttempts>();

function attemptsOf(platform: Platform): SignInAttempts {
  let known = attempts.get(platform);
  if (!known) {
    known = new SignInAttempts();
    attempts.set(platform, known);
  }
  return known;
}

/** Body and header of a token, as IAM answers. */
export function presentToken(platform: Platform, user: SessionUser, issued: IssuedToken): RawReply {
  const body: IamSchema<'TokenResponse'> = {
    token: {
      expires_at: issued.expiresAt.toISOString().replace('Z', '000Z'),
      issued_at: issued.issuedAt.toISOString().replace('Z', '000Z'),
      methods: ['password'],
      catalog: [],
      roles: [{ id: user.role, name: user.role }],
      user: { id: user.id, name: user.name, domain: platform.domain },
      project: { id: platform.cloudProject.id, name: platform.cloudProject.name, domain: platform.domain },
    },
  };
  return new RawReply(body, { status: 201, headers: { 'x-subject-token': issued.token } });
}

function presentProject(platform: Platform): IamSchema<'Project'> {
  return {
    id: platform.cloudProject.id,
    name: platform.cloudProject.name,
    domain_id: platform.domain.id,
    parent_id: platform.domain.id,
    is_domain: false,
    enabled: true,
    description: '',
  };
}

/** One attempt to sign in. @throws ApiError 401, or 429 while the caller has to wait */
async function createToken(platform: Platform, body: IamSchema<'TokenRequest'>, who: string): Promise<RawReply> {
  const { user: given } = body.auth.identity.password;
  const scope = body.auth.scope.project;
  const tries = attemptsOf(platform);
  tries.check(who);
  const user = await platform.db.selectFrom('iam_user').selectAll().where('name', '=', given.name).executeTakeFirst();
  const right =
    (await passwordMatches(given.password, user?.password_hash ?? NOBODY)) &&
    given.domain.name === platform.domain.name;
  if (!user || !right) {
    tries.failed(who);
    throw new ApiError(401, 'eihealth.01000002', 'The user name, password or domain is wrong');
  }
  const fits = scope && (scope.id ? scope.id === platform.cloudProject.id : scope.name === platform.cloudProject.name);
  if (!fits)
    throw new ApiError(
      401,
      'eihealth.01000002',
      `There is no cloud project of that name; this server has "${platform.cloudProject.name}"`,
    );
  tries.succeeded(who);
  return presentToken(platform, user, await platform.sessions.issue(user.id));
}

export const iamHandlers: Handlers<'iam'> = {
  createToken: async ({ platform, body, request }) => {
    const who = `${body.auth.identity.password.user.name}\n${request.ip}`;
    return attemptsOf(platform).inTurn(who, () => createToken(platform, body, who));
  },
  listProjects: async ({ platform }) => ({ projects: [presentProject(platform)] }),
  listAuthProjects: async ({ platform }) => ({ projects: [presentProject(platform)] }),
};

/** A hash nobody's password has, so that an unknown user takes as long as a wrong password. */
const NOBODY = 'scrypt$16384$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

/** Exchanges a one-time code. @throws ApiError 401 when it is used up or too old */
export async function redeemSignInCode(platform: Platform, code: string): Promise<RawReply> {
  const userId = await platform.sessions.redeemCode(code);
  const user = userId
    ? await platform.db
        .selectFrom('iam_user')
        .select(['id', 'name', 'role'])
        .where('id', '=', userId)
        .executeTakeFirst()
    : undefined;
  if (!user) throw unauthenticated('This sign-in link was used already or is too old: sign in with the password');
  return presentToken(platform, user, await platform.sessions.issue(user.id));
}
