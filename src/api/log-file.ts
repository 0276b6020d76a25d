/** Reads parts of a stored log through its expiring address (`log_storage_link`, 4.5.2.7). */
import { ApiError } from './errors.ts';
import { errorOf } from './transport.ts';

export interface LogPart {
  bytes: Uint8Array;
  /** Offset of the first byte in the file. */
  start: number;
  /** Size of the whole file now. */
  size: number;
}

/** Size at the end of `bytes 100-199/1000`; an empty file has an asterisk before its zero. */
function totalOf(header: string | null): number | undefined {
  const total = /\/(\d+)$/.exec(header ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

const startOf = (header: string | null) => Number(/^bytes (\d+)-/.exec(header ?? '')?.[1] ?? 0);

/**
 * Reads a range: `bytes=-N` is the end. Beyond the end there are no bytes, which is no error.
 * @throws ApiError 403 when the address is too old
 */
export async function readLogPart(address: string, range: string, signal: AbortSignal): Promise<LogPart> {
  let response: Response;
  try {
    response = await fetch(address, { headers: { range }, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError({ status: 0, message: error instanceof Error ? error.message : '' });
  }
  const header = response.headers.get('content-range');
  if (response.status === 416) {
    const size = totalOf(header) ?? 0;
    return { bytes: new Uint8Array(), start: size, size };
  }
  if (!response.ok) throw errorOf(response, await response.json().catch(() => undefined));
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A server without ranges sends all of it.
  if (response.status !== 206) return { bytes, start: 0, size: bytes.length };
  const start = startOf(header);
  return { bytes, start, size: totalOf(header) ?? start + bytes.length };
}
