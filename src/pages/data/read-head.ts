/** The beginning of a file as text, however long the file is. */

/** So much is shown of a text. */
export const HEAD_BYTES = 1_000_000;

export interface Head {
  text: string;
  /** The file goes on after this. */
  cut: boolean;
  /** Bytes that are no text were found: the file is shown as it is, but does not look like text. */
  binary: boolean;
}

/** Reads no more than `limit` bytes; breaks the stream off then. */
async function take(stream: ReadableStream<Uint8Array>, limit: number): Promise<{ bytes: Uint8Array; cut: boolean }> {
  const reader = stream.getReader();
  const bytes = new Uint8Array(limit);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { bytes: bytes.subarray(0, length), cut: false };
      const room = limit - length;
      bytes.set(value.subarray(0, room), length);
      length += Math.min(room, value.length);
      if (value.length > room) {
        await reader.cancel();
        return { bytes, cut: true };
      }
    }
  } catch (error) {
    // The compressed head of a longer file ends in the middle: what came out before is the answer.
    if (length > 0) return { bytes: bytes.subarray(0, length), cut: true };
    throw error;
  }
}

function decode(bytes: Uint8Array, cut: boolean): string {
  const text = new TextDecoder().decode(bytes);
  // A cut may split the last character, and leaves half a line.
  return cut ? text.slice(0, Math.max(text.lastIndexOf('\n') + 1, 0) || undefined) : text;
}

/** Makes a head of bytes as they came. `more`: the file has more bytes than these. */
export async function headOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { gzip, more, limit = HEAD_BYTES }: { gzip: boolean; more: boolean; limit?: number },
): Promise<Head> {
  const plain = gzip ? body.pipeThrough(new DecompressionStream('gzip')) : body;
  const { bytes, cut } = await take(plain, limit);
  const isCut = cut || more;
  return { text: decode(bytes, isCut), cut: isCut, binary: bytes.subarray(0, 4096).includes(0) };
}

/**
 * Reads the head of a file by its signed address: one range request. Gzip is taken out on the way, so a megabyte of it
 * is more than a megabyte of text, of which one is shown. Throws Error when the address does not answer.
 */
export async function readHead(url: string, size: number, gzip: boolean, signal: AbortSignal): Promise<Head> {
  if (size === 0) return { text: '', cut: false, binary: false };
  const response = await fetch(url, { headers: { range: `bytes=0-${HEAD_BYTES - 1}` }, signal });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${response.statusText}`);
  const more = response.status === 206 && size > HEAD_BYTES;
  return headOf(response.body as ReadableStream<Uint8Array<ArrayBuffer>>, { gzip, more });
}
