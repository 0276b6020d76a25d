import { describe, expect, test } from 'vitest';
import contractErrors from '#contracts/eihealth.errors.json';
import words from '#src/i18n/en-US/errors.json';
import { ApiError, errorWords, fieldErrors } from './errors.ts';

test('field errors are found by their pointer', () => {
  expect(fieldErrors('/name must NOT have fewer than 3 characters; /tags/0 must be string')).toEqual({
    '/name': 'must NOT have fewer than 3 characters',
    '/tags/0': 'must be string',
  });
  expect(fieldErrors('Name is taken')).toEqual({});
});

test('a documented code has its own sentence', () => {
  const described = errorWords(new ApiError({ status: 400, code: 'eihealth.01020001', message: 'x' }), words);
  expect(described.title).toBe(words.code['01020001'].title);
});

test('an unknown code falls back to its status', () => {
  expect(errorWords(new ApiError({ status: 404, code: 'other.1' }), words).title).toBe(words.status['404'].title);
  expect(errorWords(new ApiError({ status: 502 }), words).title).toBe(words.status['500'].title);
  expect(errorWords(new ApiError({ status: 0 }), words).title).toBe(words.status.offline.title);
});

test('internals of a failed server are not repeated', () => {
  expect(errorWords(new ApiError({ status: 500, message: 'select * from' }), words).detail).toBe('');
});

test('the wait of a rate limit is said', () => {
  expect(errorWords(new ApiError({ status: 429, retryAfter: 17 }), words).next).toContain('17');
});

describe('every code with words of its own', () => {
  const documented = new Set(contractErrors.map((entry) => entry.code.split('.').at(-1)));
  test.each(Object.keys(words.code))('%s is documented', (code) => expect(documented).toContain(code));
});
