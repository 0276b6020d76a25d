import { describe, expect, it } from 'vitest';
import { checkConnection, typesFit } from './connect.ts';
import { app, input, lookupOf, output, task, workflow } from './testing.ts';

const lookup = lookupOf(
  app(
    'tool',
    [
      input('file'),
      input('text', { type: 'STRING' }),
      input('choice', { type: 'ENUM', enum: ['x'] }),
      input('dir', { type: 'DIRECTORY' }),
    ],
    [output('file'), output('dir', { type: 'DIRECTORY' }), output('text', { type: 'STRING' })],
  ),
);
const document = workflow(
  task('a', 'tool'),
  task('b', 'tool', { file: '${a.file}', dir: '/given' }),
  task('c', 'gone'),
);
const check = (from: string, out: string, to: string, into: string, replace = false) =>
  checkConnection(document, lookup, { from, output: out, to, input: into }, { replace });

describe('connections', () => {
  it('allows equal types, text for a choice, and a path as text with a warning', () => {
    expect(check('a', 'text', 'b', 'choice')).toEqual({ ok: true });
    expect(check('a', 'dir', 'b', 'text')).toEqual({ ok: true, warning: 'path-as-text' });
    expect(check('a', 'dir', 'b', 'dir')).toEqual({ ok: true, warning: 'replaces-values' });
    expect(typesFit('ENUM', 'STRING')).toBe('yes');
    expect(typesFit('STRING', 'FILE')).toBe('no');
  });

  it('refuses what cannot be', () => {
    expect(check('a', 'dir', 'b', 'file')).toMatchObject({ ok: false, reasonKey: 'type' });
    expect(check('a', 'file', 'b', 'dir')).toMatchObject({ ok: false, reasonKey: 'type' });
    expect(check('a', 'file', 'a', 'file')).toMatchObject({ ok: false, reasonKey: 'self' });
    expect(check('b', 'file', 'a', 'file')).toMatchObject({ ok: false, reasonKey: 'cycle' });
    expect(check('a', 'file', 'b', 'file')).toMatchObject({ ok: false, reasonKey: 'occupied' });
    expect(check('a', 'file', 'b', 'file', true)).toEqual({ ok: true });
    expect(check('a', 'none', 'b', 'file')).toMatchObject({ ok: false, reasonKey: 'unknown-output' });
    expect(check('a', 'file', 'b', 'none')).toMatchObject({ ok: false, reasonKey: 'unknown-input' });
    expect(check('a', 'file', 'c', 'file')).toMatchObject({ ok: false, reasonKey: 'unknown-app' });
    expect(check('a', 'file', 'z', 'file')).toMatchObject({ ok: false, reasonKey: 'unknown-task' });
  });
});
