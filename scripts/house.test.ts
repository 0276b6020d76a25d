/** Rules of the house that neither the compiler nor the linter knows: who may import whom, and what never stands in code. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  /** Path from the root, with slashes. */
  file: string;
  text: string;
  /** What it imports: paths from the root, or names of packages. */
  imports: string[];
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g;

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const name = match[1] ?? match[2] ?? '';
    if (name.startsWith('#')) return name.slice(1);
    if (name.startsWith('.')) return relative(root, join(root, dirname(file), name)).replaceAll('\\', '/');
    return name;
  });
}

function sourcesOf(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('/generated/') && !file.endsWith('.d.ts'))
    .map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return { file, text, imports: importsOf(file, text) };
    });
}

const AREAS = ['contracts', 'core', 'src', 'server', 'samples', 'scripts', 'e2e', 'bench'].filter((area) =>
  readdirSync(root).includes(area),
);
const sources = AREAS.flatMap(sourcesOf);
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || /\/testing(\/|\.ts$)/.test(file);

/** Who may import which areas; packages are no areas. */
const MAY_IMPORT: Record<string, string[]> = {
  contracts: ['contracts'],
  core: ['core', 'contracts'],
  src: ['src', 'core', 'contracts'],
  server: ['server', 'core', 'contracts', 'samples', 'package.json'],
};

test('imports flow downwards: contracts ← core ← src and server', () => {
  const wrong = sources.flatMap(({ file, imports }) => {
    const area = file.split('/')[0] ?? '';
    const allowed = MAY_IMPORT[area];
    if (!allowed) return [];
    return imports
      .filter(
        (name) => AREAS.some((other) => name.startsWith(`${other}/`)) && !allowed.includes(name.split('/')[0] ?? ''),
      )
      .map((name) => `${file} → ${name}`);
  });
  expect(wrong).toEqual([]);
});

/** Layers of the console, lowest first; a layer sees itself and those below. Layers of one line do not see each other. */
const LAYERS = [['lib', 'i18n', 'session'], ['ui', 'api'], ['canvas'], ['pages'], ['app'], ['main.tsx']];
/** Within the lowest line these may use plain helpers. */
const SIDEWAYS = new Set(['i18n → lib', 'session → lib']);

test('inside src: lib, i18n, session ← ui, api ← canvas ← pages ← app', () => {
  const level = (layer: string) => LAYERS.findIndex((line) => line.includes(layer));
  const wrong = sources
    .filter(({ file }) => file.startsWith('src/'))
    .flatMap(({ file, imports }) => {
      const own = file.split('/')[1] ?? '';
      return imports
        .filter((name) => name.startsWith('src/'))
        .filter((name) => {
          const other = name.split('/')[1] ?? '';
          if (own === other || SIDEWAYS.has(`${own} → ${other}`)) return false;
          return level(other) >= level(own);
        })
        .map((name) => `${file} → ${name}`);
    });
  expect(wrong).toEqual([]);
});

test('every layer of src is known', () => {
  const unknown = sources
    .filter(({ file }) => file.startsWith('src/'))
    .map(({ file }) => file.split('/')[1] ?? '')
    .filter((layer) => !LAYERS.flat().includes(layer) && !layer.endsWith('.d.ts'));
  expect([...new Set(unknown)]).toEqual([]);
});

test('the domain logic knows no Node, no React and no package that does input or output', () => {
  const allowed = new Set(['yaml']);
  const wrong = sources
    .filter(({ file }) => file.startsWith('core/') && !isTest(file))
    .flatMap(({ file, imports }) =>
      imports
        .filter((name) => !name.startsWith('core/') && !name.startsWith('contracts/') && !allowed.has(name))
        .map((name) => `${file} → ${name}`),
    );
  expect(wrong).toEqual([]);
});

test('programs import no tests', () => {
  const wrong = sources
    .filter(({ file }) => !isTest(file) && /^(contracts|core|src|server)\//.test(file))
    .flatMap(({ file, imports }) => imports.filter(isTest).map((name) => `${file} → ${name}`));
  expect(wrong).toEqual([]);
});

/** Code without comments and texts, line by line as before. */
const codeOf = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, (part) =>
    part.replace(/[^\n]/g, ' '),
  );

/** Patterns are put together so that this file does not find itself. */
const NEVER: [what: string, pattern: RegExp][] = [
  ['raw HTML', new RegExp(`dangerously${'SetInnerHTML'}`)],
  ['any', new RegExp(`(:|as|<)\\s*a${'ny'}\\b(?=\\s*[;,)>=\\]|&{[]|$)|,\\s*a${'ny'}\\s*>`, 'm')],
  ['a silenced compiler', new RegExp(`@ts-(ignore|nocheck|expect${'-error'})`)],
  ['a silenced linter without a reason', new RegExp(`biome-${'ignore'}[^:\\n]*(:\\s*$|(?!.*:)$)`, 'm')],
  ['code built from text', new RegExp(`\\b(eval\\(|new Func${'tion'}\\()`)],
  ['a test that is left out', new RegExp(`\\b(test|it|describe)\\.(sk${'ip'}|on${'ly'}|to${'do'})\\b`)],
  ['work left for later', new RegExp(`\\b(TO${'DO'}|FIX${'ME'})\\b`)],
];

test.each(NEVER)('never: %s', (what, pattern) => {
  const found = sources.flatMap(({ file, text: written }) => {
    const text = what === 'any' ? codeOf(written) : written;
    const match = pattern.exec(text);
    return match ? [`${file}:${text.slice(0, match.index).split('\n').length} ${match[0].trim()}`] : [];
  });
  expect(found).toEqual([]);
});

test('what the house tests look for is found', () => {
  const any = NEVER[1]?.[1] ?? /$^/;
  expect(['let x: any;', 'f(x as any)', 'Record<string, any>', 'x: any[]'].every((text) => any.test(text))).toBe(true);
  expect(any.test('is there any way: any of these')).toBe(false);
  expect(importsOf('server/a/b.ts', "import { x } from '../c.ts';\nimport type {\n  Y,\n} from '#core/y.ts';")).toEqual(
    ['server/c.ts', 'core/y.ts'],
  );
});

test('file names are kebab-case', () => {
  const wrong = sources.map(({ file }) => file).filter((file) => !/^[a-z0-9./-]+$/.test(file));
  expect(wrong).toEqual([]);
});

test('default exports stand only where a tool needs them', () => {
  const needed = /^(e2e\/global-setup\.ts)$|\.config\.ts$|\/testing\//;
  const wrong = sources.filter(({ file, text }) => !needed.test(file) && /^export default /m.test(text));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});
