import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseName,
  formatDataPath,
  isFolderPath,
  isInside,
  joinPath,
  parentPath,
  parseDataPath,
  withoutOwnProject,
} from './data-path.ts';

describe('data paths', () => {
  it.each([
    ['in', { path: '/in', folder: false }],
    ['/in', { path: '/in', folder: false }],
    ['/in/', { path: '/in', folder: true }],
    ['', { path: '/', folder: true }],
    ['demo:/a//b', { project: 'demo', path: '/a/b', folder: false }],
    ['demo:|a/b/', { project: 'demo', path: '/a/b', folder: true }],
    ['/x:y', { path: '/x:y', folder: false }],
    ['a b/$(touch x).fq', { path: '/a b/$(touch x).fq', folder: false }],
  ])('reads %j', (text, value) => expect(parseDataPath(text)).toEqual({ ok: true, value }));

  it.each([
    ['../x', 'eihealth.01030023'],
    ['/a/./b', 'eihealth.01030023'],
    ['a\nb', 'eihealth.01030023'],
    ['a\u0000', 'eihealth.01030023'],
    [':/x', 'eihealth.01030023'],
    ['x'.repeat(1025), 'eihealth.01030014'],
    ['é'.repeat(513), 'eihealth.01030014'],
    ['a/'.repeat(46), 'eihealth.01030017'],
  ])('refuses %j', (text, code) => expect(parseDataPath(text)).toMatchObject({ ok: false, code }));

  it('takes paths apart and together', () => {
    expect(joinPath('/', 'a/', '', '/b')).toBe('/a/b');
    expect(parentPath('/a/b')).toBe('/a');
    expect(parentPath('/a')).toBe('/');
    expect(baseName('/a/b/')).toBe('b');
    expect(isFolderPath('x:/a/')).toBe(true);
    expect(isInside('/ab', '/a')).toBe(false);
    expect(isInside('/a/b', '/a')).toBe(true);
    expect(withoutOwnProject({ project: 'p', path: '/a', folder: false }, 'p')).toEqual({ path: '/a', folder: false });
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const parsed = parseDataPath(text);
        if (parsed.ok) expect(parseDataPath(formatDataPath(parsed.value))).toEqual(parsed);
      }),
    );
  });
});
