import { expect, test } from 'vitest';
import { matcher, suffixOf } from './file-pattern.ts';

test.each([
  ['*.fastq.gz', '.fastq.gz'],
  ['.BAM', '.bam'],
  ['*', undefined],
  ['^[a-z]+$', undefined],
  [undefined, undefined],
])('%s asks for %s', (pattern, suffix) => expect(suffixOf(pattern)).toBe(suffix));

test('names are compared whatever their case; without a suffix all fit', () => {
  expect(matcher('*.bam')('A.BAM')).toBe(true);
  expect(matcher('*.bam')('a.bai')).toBe(false);
  expect(matcher(undefined)('any')).toBe(true);
});
