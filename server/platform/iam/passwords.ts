/** Password hashes: scrypt, with the parameters kept beside the hash. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = 1 << 14;
const LENGTH = 32;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, LENGTH, { N: cost, r: 8, p: 1 }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${COST}$${salt.toString('base64')}$${(await derive(password, salt, COST)).toString('base64')}`;
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [scheme, cost, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || !cost || !salt || !hash) return false;
  const expected = Buffer.from(hash, 'base64');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), Number(cost)), expected);
}

/** Why a password is refused (documented number and sentence), undefined when it may be used (4.2.4.6). */
export function passwordProblem(password: string, userName: string): { number: string; message: string } | undefined {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  if (kinds < 2)
    return {
      number: '01010028',
      message: '/password needs two kinds of: lower case, upper case, digits, special characters',
    };
  const lower = password.toLowerCase();
  const name = userName.toLowerCase();
  if (lower === name || lower === [...name].reverse().join(''))
    return { number: '01010030', message: '/password must not be the user name, forwards or backwards' };
  return undefined;
}
