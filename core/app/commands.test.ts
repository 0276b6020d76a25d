import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ResolvedValue } from '../job/types.ts';
import { argumentsOf, parameterOccurrences, renderScript, UnquotableValueError } from './commands.ts';

type Value = Pick<ResolvedValue, 'type' | 'values'>;
const file = (...values: string[]): Value => ({ type: 'FILE', values });
const text = (...values: string[]): Value => ({ type: 'STRING', values });

const folder = mkdtempSync(join(tmpdir(), 'script-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shells = ['sh', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);
/** Ends every argument with a byte that no value has. */
const SHOW = `show() { for a in "$@"; do printf '%s\\001' "$a"; done; }`;

function runScript(shell: string, commands: string[], values: Record<string, Value>): string {
  const script = renderScript(commands, values);
  return execFileSync(shell, ['-s'], { cwd: folder, input: script, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}

function argv(shell: string, command: string, values: Record<string, Value>): string[] {
  return runScript(shell, [SHOW, command], values).split('\u0001').slice(0, -1);
}

const HOSTILE = [
  '$(touch owned)',
  '`touch owned`',
  '; touch owned',
  "'; touch owned; '",
  '"; touch owned; "',
  '*',
  '~',
  '\\',
  "\\'",
  '${IFS}',
  '$HOME',
  'a b  c',
  'line\nbreak',
  '\nEOF\ntouch owned\n',
  'EOF',
  '-n',
  '样本 ü 🧬',
  '#no',
  '!x',
  '&& touch owned',
  '$((1+1))',
  ')touch owned(',
];
const hostile = fc
  .oneof(
    fc.constantFrom(...HOSTILE),
    fc
      .array(fc.constantFrom(...HOSTILE, ...'\'"\\$`(){};&|<>*?[]~# \n\tabE'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join('')),
    fc.string({ minLength: 1, unit: 'binary' }),
  )
  .map((value) => value.replaceAll('\0', '').replaceAll('\u0001', '').replaceAll('\uFFFD', ''))
  .filter((value) => value !== '');

describe.each(shells)('a script in %s', (shell) => {
  const unharmed = () => expect(existsSync(join(folder, 'owned')), readdirSync(folder).join()).toBe(false);
  const joined = (values: string[]) => values.join(' ');

  it.each<[string, (values: string[]) => string[]]>([
    ['show ${x}', (values) => values],
    ['show "${x}"', (values) => [joined(values)]],
    ["show 'a${x}b'", (values) => [`a${joined(values)}b`]],
    ['show "<${x}>$(printf %s "${x}")"', (values) => [`<${joined(values)}>${joined(values)}`.replace(/\n+$/, '')]],
    ['show "$(show ${x})"', (values) => [...values, '']],
    ['show "`show ${x}`"', (values) => [...values, '']],
    ['v=${x}; show "$v"', (values) => [joined(values)]],
    [
      'show "$(case a in a) printf %s "${x}";; esac)" "${x}"',
      (values) => [joined(values).replace(/\n+$/, ''), joined(values)],
    ],
  ])('gets paths exactly: %s', (command, expected) => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (values) => {
        const got = argv(shell, command, { x: file(...values) });
        if (command.includes('show ${x})') || command.includes('`')) {
          expect(got.join('\u0001')).toBe(expected(values).join('\u0001'));
        } else expect(got).toEqual(expected(values));
        unharmed();
      }),
      { numRuns: 40 },
    );
  });

  it('splits a bare text at blanks into literal arguments', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(argv(shell, 'show ${x}', { x: text(value) })).toEqual(argumentsOf(text(value)));
        expect(argv(shell, 'k=v; show --opt=${x}', { x: text('a  b') })).toEqual(['--opt=a', 'b']);
        unharmed();
      }),
      { numRuns: 40 },
    );
  });

  it('prints here documents as they are, quoted delimiter or not', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('EOF', "'EOF'"), (value, delimiter) => {
        const commands = [`cat <<${delimiter}`, '<${x}>', '${x}', 'E${y}', 'EOF', 'printf end'];
        const got = runScript(shell, commands, { x: file(value), y: text('OF') });
        expect(got).toBe(`<${value}>\n${value}\nEOF\nend`);
        unharmed();
      }),
      { numRuns: 40 },
    );
  });

  it('gives nothing for an input without value, an empty text in quotes', () => {
    expect(argv(shell, 'show a ${x} "${x}" b${x}', { x: file() })).toEqual(['a', '', 'b']);
  });

  it('never runs a part of a value as a command of its own', () => {
    const values = { x: text('1 touch owned'), n: text('2') };
    expect(runScript(shell, ['v=${x}', '> out.txt${x}', 'echo $((${n} + 1)) # ${x}'], values)).toBe('3\n');
    unharmed();
    expect(() => renderScript(['echo $((${x}))'], { x: text('a[$(touch owned)]') })).toThrow(UnquotableValueError);
  });
});

describe('rendering', () => {
  it('finds where each parameter stands', () => {
    const found = parameterOccurrences([
      'a ${p1} "x ${p2}" \'${p3}\' # ${p4}',
      'v=${p5} cmd > ${p6} $((${p7})) \\${no} "$(b ${p8})"',
      'cat <<E',
      '${p9}',
      'E',
      "cat <<'E'; echo ${p11}",
      '${p10}',
      'E',
      "awk '{print $1}' a#${p12} $'t${p13}'",
    ]);
    expect(Object.fromEntries(found.map((item) => [item.name, item.context]))).toEqual({
      p1: 'bare',
      p2: 'double',
      p3: 'single',
      p4: 'comment',
      p5: 'word',
      p6: 'word',
      p7: 'unquotable',
      p8: 'bare',
      p9: 'heredoc',
      p10: 'quoted-heredoc',
      p11: 'bare',
      p12: 'bare',
      p13: 'ansi',
    });
  });

  it('puts system variables before parameters and leaves other names to the shell', () => {
    const script = renderScript(
      ['echo ${EIHEALTH_JOB_ID} ${other} $HOME ${x}'],
      { x: file('/a b') },
      { EIHEALTH_JOB_ID: 'j 1' },
    );
    expect(script).toBe("echo 'j 1' ${other} $HOME '/a b'");
  });

  it('keeps a list of a fan-out as one argument each', () => {
    expect(renderScript(['cat ${x}'], { x: file('/a b', "/it's") })).toBe("cat '/a b' '/it'\\''s'");
    expect(renderScript(["bwa -R '@RG\\tID:${s}' ${x}"], { s: text('s1'), x: file('/r') })).toBe(
      "bwa -R '@RG\\tID:s1' '/r'",
    );
  });
});
