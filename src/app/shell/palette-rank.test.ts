import { expect, test } from 'vitest';
import { rankTargets, type Target } from './palette-rank.ts';

const target = (name: string): Target => ({ kind: 'job', name, to: `/${name}` });

test('names that start with the text come first, then words, then the inside', () => {
  const found = rankTargets(['rebwa', 'align bwa', 'BWA mem', 'fastp'].map(target), 'bwa');
  expect(found.map(({ name }) => name)).toEqual(['BWA mem', 'align bwa', 'rebwa']);
});

test('without text everything is offered', () => {
  expect(rankTargets([target('a'), target('b')], ' ')).toHaveLength(2);
});
