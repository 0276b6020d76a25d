import { expect, test } from 'vitest';
import { app, input, task } from '#core/workflow/testing.ts';
import { fieldAfter } from './next-field.ts';
import { appRow, displayNameRow, folderRow, inputRow, taskRow } from './row-ids.ts';

const signature = app('one', [input('x'), input('y')]);
const item = task('a', 'one', { y: '${b.out}' });

test('name, display name, inputs, folder: each leads to the next, and a reference is edited as one', () => {
  const chain = [taskRow('a')];
  for (let next = fieldAfter(item, signature, taskRow('a')); next; next = fieldAfter(item, signature, next.row))
    chain.push(`${next.row} ${next.mode}`);
  expect(chain).toEqual([
    taskRow('a'),
    `${displayNameRow('a')} own`,
    `${inputRow('a', 'x')} own`,
    `${inputRow('a', 'y')} reference`,
    `${folderRow('a')} own`,
  ]);
});

test('other rows lead nowhere; without its app a task has its own fields', () => {
  expect(fieldAfter(item, signature, appRow('a'))).toBeUndefined();
  expect(fieldAfter(item, undefined, displayNameRow('a'))?.row).toBe(folderRow('a'));
});
