/** One change to a valid JSON value: another type, a limit broken, something missing, text nobody expects. */
import type { ContractDocument, JsonSchema } from '#contracts/document.ts';
import { type ChangedBody, type Json, plainSchema } from './bodies.ts';
import type { Random } from './random.ts';

interface Place {
  /** Names and indexes from the root. */
  path: (string | number)[];
  value: Json;
  schema: JsonSchema;
}

/** Every place inside a value, with the schema that governs it. */
function placesOf(document: ContractDocument, raw: JsonSchema | undefined, value: Json, path: Place['path'] = []) {
  const schema = plainSchema(document, raw);
  const places: Place[] = [{ path, value, schema }];
  if (Array.isArray(value))
    for (const [index, item] of value.entries())
      places.push(...placesOf(document, schema.items as JsonSchema, item, [...path, index]));
  else if (value !== null && typeof value === 'object')
    for (const [name, item] of Object.entries(value)) {
      const child = (schema.properties as Record<string, JsonSchema> | undefined)?.[name];
      places.push(...placesOf(document, child, item, [...path, name]));
    }
  return places;
}

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202e\u200b\ufeff',
  '👩‍🔬'.repeat(20),
  'İẞ',
  '样本'.repeat(40),
  '../../etc/passwd',
  "'; drop table project; --",
  '$(touch x) `id` ${HOME}',
  '${a.b}',
  '<script>alert(1)</script>',
  'a'.repeat(70_000),
  '\n\r\t',
];

const NUMBERS = [-1, 0, 0.5, -0.1, 2 ** 31, 2 ** 53 + 2, -(2 ** 63), 1e21, 1e308, -1e308];

const OTHERS: Json[] = [null, true, false, 7, 'text', '', [], {}, [null], [[]], [{}], { a: { b: { c: [1] } } }];

function nested(levels: number): Json {
  let value: Json = 'deep';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { inner: value };
  return value;
}

type Change = (place: Place, random: Random) => { value: Json; what: string } | undefined;

const CHANGES: Change[] = [
  (_, random) => {
    const value = random.pick([...OTHERS, random.integer(1e6), `t${random.integer(1e6)}`, [random.integer(1e6)]]);
    return { value, what: `becomes ${JSON.stringify(value)}` };
  },
  ({ schema, value }, random) => {
    const longest = Number(schema.maxLength ?? Number.NaN);
    if (typeof value !== 'string' || !(longest < 200_000)) return undefined;
    const length = longest + 1 + random.integer(3);
    return { value: value.padEnd(length, 'a'), what: `has ${length} characters` };
  },
  ({ schema, value }) => {
    const most = Number(schema.maxItems ?? Number.NaN);
    if (!Array.isArray(value) || !(most < 10_000)) return undefined;
    return { value: Array.from({ length: most + 1 }, () => value[0] ?? 'a'), what: `has ${most + 1} items` };
  },
  ({ schema, value }, random) => {
    const required = ((schema.required as string[] | undefined) ?? []).filter((name) => name in Object(value));
    if (value === null || typeof value !== 'object' || Array.isArray(value) || required.length === 0) return undefined;
    const name = random.pick(required);
    const { [name]: _, ...rest } = value;
    return { value: rest, what: `lacks ${name}` };
  },
  ({ schema, value }, random) =>
    Array.isArray(schema.enum)
      ? { value: `${String(value)}${random.integer(1e4)}`, what: 'is outside of the enum' }
      : undefined,
  ({ schema, value }, random) => {
    if (typeof value !== 'number') return undefined;
    const beyond = [Number(schema.maximum) + 1, Number(schema.minimum) - 1].filter(Number.isFinite);
    const number = random.pick([...NUMBERS, ...beyond]);
    return { value: number, what: `becomes ${number}` };
  },
  ({ value }) => ({ value: { value }, what: 'is wrapped in an object' }),
  ({ value }) => ({ value: [value], what: 'is wrapped in a list' }),
  (_, random) => {
    const levels = random.pick([3, 60, 2000]) + random.integer(60);
    return { value: nested(levels), what: `is nested ${levels} levels deep` };
  },
  ({ value }, random) => {
    if (typeof value !== 'string') return undefined;
    const text = random.pick(TEXTS);
    return { value: text, what: `becomes ${JSON.stringify(text.slice(0, 30))}` };
  },
  ({ value }) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    const entries = [...Object.entries(value), ['__proto__', { admin: true }], ['constructor', 'x']];
    return { value: Object.fromEntries(entries), what: 'has __proto__ and constructor' };
  },
  ({ value }) =>
    Array.isArray(value) && value.length > 0
      ? { value: [...value, ...value], what: 'lists everything twice' }
      : undefined,
];

function replaced(root: Json, path: Place['path'], value: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(root))
    return root.map((item, index) => (index === first ? replaced(item, rest, value) : item)) as Json[];
  const object = root as { [key: string]: Json };
  return { ...object, [first]: replaced(object[String(first)] ?? null, rest, value) };
}

/** Changes one place of a valid value. */
export function mutate(document: ContractDocument, schema: JsonSchema, base: Json, random: Random): ChangedBody {
  const places = placesOf(document, schema, base);
  for (;;) {
    const place = random.pick(places);
    const changed = random.pick(CHANGES)(place, random);
    if (!changed) continue;
    const body = replaced(base, place.path, changed.value);
    return { text: JSON.stringify(body), change: `/${place.path.join('/')} ${changed.what}` };
  }
}
