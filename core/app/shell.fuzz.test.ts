import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { renderScript, UnquotableValueError } from './commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shells = ['sh', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

const LEAVES = [
  '${x}',
  '${y}',
  '"${x}"',
  "'${x}'",
  "$'${x}'",
  '${x}b',
  'k=${x}',
  '"${v:-${x}}"',
  '$((1 + 2))',
  'a',
  '#',
  "''",
  '\\"',
  "\\'",
  '\\\\',
  ' # ${x}\n',
  'if true; then echo ${x}; fi\n',
];

/** Pieces of scripts in which constructs nest as they may in real commands, and more. */
const { piece } = fc.letrec<{ piece: string }>((tie) => {
  const inner = tie('piece');
  const plain = inner.map((text) => text.replaceAll('`', ''));
  const pair = fc.tuple(inner, inner);
  return {
    piece: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(...LEAVES),
      inner.map((text) => `"$(echo ${text}\n)"`),
      inner.map((text) => `$(echo ${text}\n)`),
      plain.map((text) => `\`echo ${text}\n\``),
      plain.map((text) => `"\`echo ${text.replaceAll('"', '')}\n\`"`),
      inner.map((text) => `(echo ${text}\n)`),
      inner.map((text) => `\ncat <<EOF\n${text}\nEOF\n`),
      inner.map((text) => `\ncat <<'E F'\n${text}\nE F\n`),
      inner.map((text) => `\ncat <<-EOF\n\t${text}\n\tEOF\n`),
      inner.map((text) => ` $(case a in a) echo ${text}\n;; esac) `),
      inner.map((text) => `\nfor i in ${text}\ndo echo \${x}; done\n`),
      // After a line break a new command begins: what a value yields there is run because the script says so.
      pair.map(([first = '', second = '']) => first + (first.endsWith('\n') ? 'echo ' : ' ') + second),
      pair.map((texts) => texts.join('; echo ')),
    ),
  };
});

const ATTACKS = [
  '$(touch owned)',
  '`touch owned`',
  '; touch owned;',
  "'; touch owned; '",
  '"; touch owned; "',
  '\n touch owned\n',
  '\nEOF\ntouch owned\n',
  '\nE F\ntouch owned\n#',
  ')touch owned;(',
  '}touch owned;',
  "\\'; touch owned #",
  '\\"; touch owned #',
  '\\`touch owned\\`',
  ...'`\'"\\',
  'EOF',
];
const attack = fc.array(fc.constantFrom(...ATTACKS), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));

function rendered(script: string, x: string, y: string): string | undefined {
  try {
    return renderScript([script], { x: { type: 'FILE', values: [x] }, y: { type: 'STRING', values: [y] } });
  } catch (error) {
    if (error instanceof UnquotableValueError) return undefined;
    throw error;
  }
}

it.each(shells)(
  'no value is ever evaluated by %s, however the commands are nested',
  (shell) => {
    fc.assert(
      fc.property(piece, attack, attack, (template, x, y) => {
        const script = `echo ${template}\n`;
        const syntax = spawnSync(shell, ['-n'], { input: script.replace(/\$\{[xy]\}/g, 'z') });
        fc.pre(syntax.status === 0 && syntax.stderr.length === 0);
        const input = rendered(script, x, y);
        if (input === undefined) return;
        spawnSync(shell, ['-s'], { cwd: folder, input, timeout: 5000 });
        const harmed = existsSync(join(folder, 'owned'));
        rmSync(join(folder, 'owned'), { force: true });
        expect(harmed, input).toBe(false);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 150) },
    );
  },
  60_000,
);
