import { describe, expect, it } from 'vitest';
import { appUses } from '#core/workflow/app-addresses.ts';
import { task, workflow } from '#core/workflow/testing.ts';
import { MAX_TEXT_LENGTH } from '#core/workflow/toolkit-text.ts';
import { appNames, choicesFor, chosenIds, freeVersion, leftOut, needsLook } from './import-model.ts';
import { readTextFile } from './read-file.ts';

const apps = appNames([
  { id: 'i1', name: 'fastp', version: '1' },
  { id: 'i2', name: 'bwa', version: '2', source_project_name: 'shared' },
  { name: 'without id' },
]);
const document = workflow(
  task('a', 'fastp::1::lab'),
  task('b', 'bwa::2::other'),
  task('c', 'bwa::9::shared'),
  task('d', 'gone'),
);

describe('what is decided before an import is opened', () => {
  it('takes the same app and the same version, and leaves the rest to the user', () => {
    const uses = appUses(document, apps, 'lab');
    const choices = choicesFor(uses, new Map());
    expect([...choices]).toEqual([
      ['fastp::1::lab', 'i1'],
      ['bwa::2::other', 'i2'],
      ['bwa::9::shared', ''],
      ['gone', ''],
    ]);
    expect(uses.filter(needsLook).map((use) => use.appId)).toEqual(['bwa::2::other', 'bwa::9::shared', 'gone']);
    const chosen = choicesFor(
      uses,
      new Map([
        ['gone', 'i2'],
        ['bwa::2::other', ''],
      ]),
    );
    expect(chosenIds(chosen)).toEqual(
      new Map([
        ['fastp::1::lab', 'i1'],
        ['gone', 'i2'],
      ]),
    );
  });

  it('finds a free version', () => {
    const taken = [
      { name: 'flow', version: '1' },
      { name: 'flow', version: '1-2' },
      { name: 'flow', version: 'x'.repeat(24) },
    ];
    expect(freeVersion(taken, { name: 'flow', version: '1' })).toBe('1-3');
    expect(freeVersion(taken, { name: 'other', version: '1' })).toBe('1');
    expect(freeVersion(taken, { name: 'flow', version: 'x'.repeat(24) })).toBe(`${'x'.repeat(22)}-2`);
  });

  it('names the fields that cannot be saved', () => {
    const coloured = { ...task('a', 'x', { in: '1' }), colour: 'red' };
    const odd = { ...workflow(coloured), license: 'BSD' };
    expect(leftOut(odd)).toEqual(['colour', 'license']);
    expect(leftOut(workflow(task('a', 'x', { in: '1' }, { display_name: 'A' })))).toEqual([]);
  });
});

describe('a file', () => {
  it('is read as text, or refused', async () => {
    expect(await readTextFile(new File(['name: 名'], 'a.yaml'))).toEqual({
      ok: true,
      given: { name: 'a.yaml', text: 'name: 名' },
    });
    expect(await readTextFile(new File([new Uint8Array([0xff, 0xfe, 0x00])], 'b.png'))).toMatchObject({
      problem: { kind: 'not-utf8' },
    });
    expect(await readTextFile(new File([new Uint8Array(MAX_TEXT_LENGTH * 4 + 1)], 'c'))).toMatchObject({
      problem: { kind: 'too-long' },
    });
  });
});
