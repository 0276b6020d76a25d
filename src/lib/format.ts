/** Sizes, durations and shortened ids, as text in a language. Pure, so that tables can sort what they show. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A size in bytes, decimal units: `1.4 GB`. */
export function formatSize(bytes: number, language: string): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)} ${UNITS[power]}`;
}

/** A span in milliseconds as `4 s`, `21:07` (min:s) or `3:21:07` (h:min:s). */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Making a formatter costs more than a hundred uses of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(language, options);
    formatters.set(key, known);
  }
  return known;
}

/** Date and time to the minute, or to the second; the year only when it is not this one. */
export function formatTime(
  time: Date,
  language: string,
  { seconds, now = new Date() }: { seconds?: boolean | undefined; now?: Date } = {},
): string {
  return formatter(language, {
    year: time.getFullYear() === now.getFullYear() ? undefined : 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(time);
}

/** Date and time with everything, as it is shown on hover. */
export const formatWholeTime = (time: Date, language: string) =>
  formatter(language, { dateStyle: 'full', timeStyle: 'long' }).format(time);

/** A long id with its middle left out; the whole is shown on hover and copied. */
export function shortenMiddle(text: string, length = 14): string {
  if (text.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return `${text.slice(0, length - 1 - tail)}…${text.slice(-tail)}`;
}

/** Compares as people do: `sample2` before `sample10`, whatever the case. */
export const compareNatural = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;
