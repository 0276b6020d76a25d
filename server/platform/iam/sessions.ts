/** Tokens and one-time sign-in codes. Only hashes are stored. */
import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../../db/database.ts';
import type { SessionUser } from '../platform.ts';

const TOKEN_LIFETIME = 24 * 3600_000;
const CODE_LIFETIME = 3600_000;
/** How long a checked token is believed without asking the database again (another server may revoke it). */
const TRUSTED_FOR = 10_000;

export interface IssuedToken {
  token: string;
  issuedAt: Date;
  expiresAt: Date;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

export class Sessions {
  private readonly db: Db;
  private readonly trusted = new Map<string, { user: SessionUser; expires: number; until: number }>();

  constructor(db: Db) {
    this.db = db;
  }

  async issue(userId: string): Promise<IssuedToken> {
    const token = randomBytes(32).toString('base64url');
    const issuedAt = new Date();
    const expiresAt = new Date(issuedAt.getTime() + TOKEN_LIFETIME);
    await this.db.deleteFrom('iam_token').where('expire_time', '<', issuedAt).execute();
    await this.db
      .insertInto('iam_token')
      .values({ hash: hashOf(token), user_id: userId, issue_time: issuedAt, expire_time: expiresAt })
      .execute();
    return { token, issuedAt, expiresAt };
  }

  /** The user of a token; undefined when it is unknown or expired. */
  async userOf(token: string): Promise<SessionUser | undefined> {
    const hash = hashOf(token);
    const now = Date.now();
    const known = this.trusted.get(hash);
    if (known && known.until > now && known.expires > now) return known.user;
    this.trusted.delete(hash);
    const row = await this.db
      .selectFrom('iam_token')
      .innerJoin('iam_user', 'iam_user.id', 'iam_token.user_id')
      .select(['iam_user.id', 'iam_user.name', 'iam_user.role', 'iam_token.expire_time'])
      .where('iam_token.hash', '=', hash)
      .where('iam_token.expire_time', '>', new Date(now))
      .executeTakeFirst();
    if (!row) return undefined;
    const user: SessionUser = { id: row.id, name: row.name, role: row.role };
    if (this.trusted.size > 10_000) this.trusted.clear();
    this.trusted.set(hash, { user, expires: row.expire_time.getTime(), until: now + TRUSTED_FOR });
    return user;
  }

  async revoke(token: string): Promise<void> {
    const hash = hashOf(token);
    this.trusted.delete(hash);
    await this.db.deleteFrom('iam_token').where('hash', '=', hash).execute();
  }

  /** Ends every session of a user (deleted, new password, new role). */
  async revokeAll(userId: string): Promise<void> {
    for (const [hash, { user }] of this.trusted) if (user.id === userId) this.trusted.delete(hash);
    await this.db.deleteFrom('iam_token').where('user_id', '=', userId).execute();
  }

  /** Forgets what it believes about a user, so that a changed role counts at once. */
  forget(userId: string): void {
    for (const [hash, { user }] of this.trusted) if (user.id === userId) this.trusted.delete(hash);
  }

  /** A code for one sign-in within the hour. */
  async createCode(userId: string): Promise<string> {
    const code = randomBytes(24).toString('base64url');
    await this.db
      .insertInto('sign_in_code')
      .values({ hash: hashOf(code), user_id: userId, expire_time: new Date(Date.now() + CODE_LIFETIME) })
      .execute();
    return code;
  }

  /** Uses a code up. @returns the user's id, undefined when the code is unknown, used or too old */
  async redeemCode(code: string): Promise<string | undefined> {
    const row = await this.db
      .deleteFrom('sign_in_code')
      .where('hash', '=', hashOf(code))
      .returning(['user_id', 'expire_time'])
      .executeTakeFirst();
    return row && row.expire_time.getTime() > Date.now() ? row.user_id : undefined;
  }
}
