/** Errors on the wire: the documented `{error_code, error_msg}` with documented codes and statuses. */
import bce from '#contracts/bce.errors.json' with { type: 'json' };
import eihealth from '#contracts/eihealth.errors.json' with { type: 'json' };
import gcs from '#contracts/gcs.errors.json' with { type: 'json' };

const STATUS = new Map<string, { status: number; meaning: string }>();
for (const { code, status, meaning } of [...eihealth, ...gcs, ...bce] as {
  code: string;
  status?: number;
  meaning?: string;
}[])
  if (typeof status === 'number') STATUS.set(code, { status, meaning: meaning ?? '' });

/** A refusal the caller is told about; everything else becomes a 500 without details. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/**
 * A documented error. `number` is the part after `eihealth.` (`01030003`); the status comes from the table unless given.
 * @example throw refuse('01020003', 'Freeze the project first')
 */
export function refuse(number: string, message?: string, status?: number): ApiError {
  const code = `eihealth.${number}`;
  const known = STATUS.get(code);
  return new ApiError(status ?? known?.status ?? 400, code, message ?? known?.meaning ?? 'Refused');
}

/** Status and meaning the documents give a code, undefined for an unknown one. */
export function documentedError(code: string): { status: number; meaning: string } | undefined {
  return STATUS.get(code);
}

export const unauthenticated = (message = 'The token is missing, unknown or expired: sign in again') =>
  refuse('01000002', message, 401);
export const forbidden = (message: string) => refuse('01000019', message, 403);
export const notFound = (message: string) => refuse('01000011', message, 404);
export const conflict = (message: string) => refuse('01000022', message, 409);
export const invalid = (message: string) => refuse('01000007', message, 400);
