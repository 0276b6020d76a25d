/** How a file is cut for the upload (4.3.2.9). */
import limits from '#contracts/generated/limits/eihealth.uploadData.ts';

/** One request takes 10 MB at most (error 01030013). Decimal, so that it fits whichever way a server counts. */
export const PART_BYTES = 10_000_000;
/** `part_number` and `total_part` have so many digits. */
const MAX_PARTS = 10 ** limits.total_part.maxLength - 1;
/** The largest file that can be uploaded, in bytes. */
export const MAX_UPLOAD_BYTES = PART_BYTES * MAX_PARTS;

export interface Part {
  /** From 1. */
  number: number;
  /** First byte, and the byte after the last. */
  start: number;
  end: number;
}

/** The parts of a file; an empty file is one empty part. */
export function partsOf(size: number, partBytes = PART_BYTES): Part[] {
  const count = Math.max(1, Math.ceil(size / partBytes));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    start: index * partBytes,
    end: Math.min(size, (index + 1) * partBytes),
  }));
}
