import { expect, test } from 'vitest';
import { sessionOf } from './sign-in.ts';

const body = {
  expires_at: '2030-01-02T03:04:05.000000Z',
  methods: ['password'],
  user: { id: 'u', name: 'ada', domain: { id: 'd', name: 'lab' } },
  project: { id: 'p', name: 'local' },
};

test('a token answer becomes a session', () => {
  expect(sessionOf('t', body)).toEqual({
    token: 't',
    expiresAt: Date.UTC(2030, 0, 2, 3, 4, 5),
    user: { id: 'u', name: 'ada', domain: 'lab' },
    cloudProject: { id: 'p', name: 'local' },
  });
});

test.each([
  ['the token', null, body],
  ['the project', 't', { ...body, project: undefined }],
  ['the expiry', 't', { ...body, expires_at: 'soon' }],
])('without %s there is none', (_name, token, answer) => expect(sessionOf(token, answer)).toBeUndefined());
