import { expect, test } from 'vitest';
import { basePathOf } from './base-path.ts';

test.each([
  ['http://localhost:8800/', ''],
  ['http://localhost:8800/a/b/', '/a/b'],
  ['https://lab.example/console/index.html', '/console'],
])('%s is served below "%s"', (uri, path) => {
  expect(basePathOf(uri)).toBe(path);
});
