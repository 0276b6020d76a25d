import { expect, test } from 'vitest';
import createProject from '#contracts/generated/limits/eihealth.createProject.ts';
import createUser from '#contracts/generated/limits/eihealth.createUser.ts';
import { breaksLimit } from './limits.ts';

test.each([
  ['', createProject.name, 'missing'],
  ['x'.repeat(createProject.name.minLength - 1), createProject.name, 'length'],
  ['x'.repeat(createProject.name.maxLength), createProject.name, undefined],
  ['x'.repeat(createProject.name.maxLength + 1), createProject.name, 'length'],
  ['', createProject.description, undefined],
  ['1st', createUser.name, 'pattern'],
  [createUser['settings.job_quota'].maximum + 1, createUser['settings.job_quota'], 'range'],
  [Array(createProject.tags.maxItems + 1).fill('t'), createProject.tags, 'items'],
] as const)('%j', (value, limit, problem) => expect(breaksLimit(value, limit)).toBe(problem));

test('characters outside the basic plane count once', () => {
  expect(breaksLimit('🧬🧬🧬', { type: 'string', maxLength: 3 })).toBeUndefined();
});
