import { expect, test } from 'vitest';
import { findApps } from './find-apps.ts';

const app = (name: string, version: string, summary = '') => ({ id: `${name}-${version}`, name, version, summary });
const apps = [
  app('align', '1.0.0', 'counts nothing'),
  app('count', '1.2.0'),
  app('count-all', '1.0.0'),
  app('count', '1.10.0'),
];

test('the app of that name comes first, its newest version before older ones, then longer names, then mentions', () => {
  expect(findApps(apps, 'Count').map(({ id }) => id)).toEqual([
    'count-1.10.0',
    'count-1.2.0',
    'count-all-1.0.0',
    'align-1.0.0',
  ]);
  expect(findApps(apps, 'xyz')).toEqual([]);
});
