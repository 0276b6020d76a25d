import { describe, expect, it } from 'vitest';
import { appUses, parseAddress, withAddresses, withApps } from './app-addresses.ts';
import { app, lookupOf, task, workflow } from './testing.ts';

const apps = [
  { id: 'i1', name: 'fastp', version: '0.9.0' },
  { id: 'i2', name: 'fastp', version: '0.23.0', source_project_name: 'shared' },
  { id: 'i3', name: 'bwa', version: '1.0' },
];

describe('apps of a workflow that travels', () => {
  it('gives addresses to known apps and keeps the rest', () => {
    const document = workflow(task('a', 'fastp'), task('b', 'gone'));
    const away = withAddresses(document, lookupOf(app('fastp')), 'lab');
    expect(away.tasks?.map((one) => one.app_id)).toEqual(['fastp::1.0.0::lab', 'gone']);
    expect(withAddresses(document, () => undefined, 'lab')).toBe(document);
    expect(parseAddress('fastp::1.0.0::lab')).toEqual({ name: 'fastp', version: '1.0.0', source: 'lab' });
    expect(parseAddress('fastp::1.0.0')).toBeUndefined();
  });

  it('finds the very app by id and by address', () => {
    const uses = appUses(workflow(task('a', 'i1'), task('b', 'fastp::0.23.0::shared'), task('c', 'i1')), apps, 'lab');
    expect(uses).toEqual([
      { appId: 'i1', tasks: ['a', 'c'], proposals: [{ app: apps[0], match: 'same' }] },
      { appId: 'fastp::0.23.0::shared', tasks: ['b'], proposals: [{ app: apps[1], match: 'same' }] },
    ]);
  });

  it('proposes the same version of elsewhere first, then others, newest first', () => {
    const [use] = appUses(workflow(task('a', 'fastp::0.9.0::other')), apps, 'lab');
    expect(use?.proposals.map(({ app: found, match }) => [found.id, match])).toEqual([
      ['i1', 'version'],
      ['i2', 'name'],
    ]);
    const [newest] = appUses(workflow(task('a', 'fastp::7::other')), apps, 'lab');
    expect(newest?.proposals.map(({ app: found }) => found.id)).toEqual(['i2', 'i1']);
    expect(appUses(workflow(task('a', 'unknown-id')), apps, 'lab')[0]?.proposals).toEqual([]);
  });

  it('puts chosen apps behind the tasks', () => {
    const document = workflow(task('a', 'x'), task('b', 'y'));
    const next = withApps(document, new Map([['x', 'i1']]));
    expect(next.tasks?.map((one) => one.app_id)).toEqual(['i1', 'y']);
    expect(next.tasks?.[1]).toBe(document.tasks?.[1]);
  });
});
