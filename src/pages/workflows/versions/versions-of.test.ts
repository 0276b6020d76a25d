import { expect, it } from 'vitest';
import { comparedWith, versionsOf } from './versions-of.ts';

const version = (id: string, name: string, created: string, updated = created) => ({
  id,
  name,
  version: id,
  create_time: created,
  update_time: updated,
});
const all = [
  version('a', 'qc', '1', '9'),
  version('b', 'other', '2'),
  version('c', 'qc', '3'),
  version('d', 'qc', '4'),
];

it('lists what shares the name, the latest change first', () =>
  expect(versionsOf(all, 'qc').map(({ id }) => id)).toEqual(['a', 'd', 'c']));

it('compares with the version created before, the first with any other', () => {
  const versions = versionsOf(all, 'qc');
  expect(comparedWith(versions, 'd')?.id).toBe('c');
  expect(comparedWith(versions, 'a')?.id).toBe('c');
  expect(comparedWith(versionsOf(all, 'other'), 'b')).toBeUndefined();
});
