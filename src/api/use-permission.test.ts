import { expect, test } from 'vitest';
import { projectRole } from './use-permission.ts';

test.each([
  ['Owner', 'owner'],
  ['Admin', 'Administrator'],
  ['Administrator', 'Administrator'],
  ['VIEWER', 'Viewer'],
  ['', undefined],
  [undefined, undefined],
])('%s is %s', (wire, role) => expect(projectRole(wire)).toBe(role));
