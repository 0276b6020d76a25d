import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each([
  ['/projects/p/jobs?status=Failed', '/projects/p/jobs?status=Failed'],
  [null, '/projects'],
  ['https://evil.example', '/projects'],
  ['//evil.example', '/projects'],
  ['/\\evil.example', '/projects'],
  ['/login?return=/login', '/projects'],
])('%s leads to %s', (wanted, path) => expect(returnPath(wanted)).toBe(path));
