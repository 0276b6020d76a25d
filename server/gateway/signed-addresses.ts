/** Expiring addresses under /console/objects/: what `download_url` and `log_storage_link` point to. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an address gives access to. */
export type SignedTarget =
  | { kind: 'object'; projectId: string; key: string }
  | { kind: 'log'; projectId: string; jobId: string; task: string; index: number }
  | { kind: 'remote'; url: string };

const LIFETIME_SECONDS = 15 * 60;

export class SignedAddresses {
  private readonly secret: Buffer;
  private readonly basePath: string;

  constructor(secret: Buffer, basePath: string) {
    this.secret = secret;
    this.basePath = basePath;
  }

  /** Path on this origin, valid for 15 minutes. */
  sign(target: SignedTarget, now = Date.now()): string {
    const payload = Buffer.from(
      JSON.stringify({ ...target, expires: Math.floor(now / 1000) + LIFETIME_SECONDS }),
    ).toString('base64url');
    return `${this.basePath}console/objects/${payload}.${this.mac(payload)}`;
  }

  /** The target of an address; undefined when it was not made here or is too old. */
  open(signed: string, now = Date.now()): SignedTarget | undefined {
    const [payload = '', mac = ''] = signed.split('.');
    const expected = Buffer.from(this.mac(payload));
    const given = Buffer.from(mac);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
    const { expires, ...target } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as SignedTarget & {
      expires: number;
    };
    return expires * 1000 < now ? undefined : target;
  }

  private mac(payload: string): string {
    return createHmac('sha256', this.secret).update(payload).digest('base64url');
  }
}
