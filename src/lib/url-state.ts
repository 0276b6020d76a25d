/** Page state as a query string: values equal to their default are left out, so that links stay short. */

export type UrlValue = string | number | boolean | readonly string[];
export type UrlShape = Record<string, UrlValue>;

function decode(found: string[], fallback: UrlValue): UrlValue {
  const first = found[0];
  if (first === undefined) return fallback;
  if (Array.isArray(fallback)) return found.filter((part) => part !== '');
  if (typeof fallback === 'number') return first !== '' && Number.isFinite(Number(first)) ? Number(first) : fallback;
  if (typeof fallback === 'boolean') return first === '1';
  return first;
}

const encode = (value: UrlValue): string[] => {
  if (typeof value === 'boolean') return [value ? '1' : '0'];
  // An empty list has to be told from an absent one, whose value is the default.
  if (Array.isArray(value)) return value.length > 0 ? [...value] : [''];
  return [String(value)];
};

const same = (a: UrlValue, b: UrlValue) => encode(a).join('\n') === encode(b).join('\n');

/** Reads the state named by `defaults` out of a query string; what cannot be read falls back to its default. */
export function readUrlState<Shape extends UrlShape>(search: URLSearchParams, defaults: Shape): Shape {
  const state: UrlShape = {};
  for (const [key, fallback] of Object.entries(defaults)) state[key] = decode(search.getAll(key), fallback);
  return state as Shape;
}

/** The query string after a change; parameters that belong to others stay as they are. */
export function writeUrlState<Shape extends UrlShape>(
  search: URLSearchParams,
  defaults: Shape,
  change: Partial<Shape>,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    next.delete(key);
    if (value === undefined || same(value, defaults[key] ?? '')) continue;
    for (const part of encode(value)) next.append(key, part);
  }
  return next;
}
