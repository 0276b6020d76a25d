import { EventEmitter } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { projectAccess } from '../platform/authorize.ts';
import type { Platform, ProjectAccess, SessionUser } from '../platform/platform.ts';
import { type ConsoleEvent, EventBus } from './event-bus.ts';
import { streamEvents } from './event-stream.ts';

vi.mock('../platform/authorize.ts', () => ({ projectAccess: vi.fn() }));

const bus = new EventBus();
const log = { warn: () => undefined };
const sessions = { userOf: vi.fn() };
const user: SessionUser = { id: 'one', name: 'one', role: 'OPERATOR' };
let request: { raw: EventEmitter; headers: Record<string, string> };
let told: ConsoleEvent[];
let isEnded: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  isEnded = false;
  sessions.userOf.mockReset().mockResolvedValue(user);
  request = { raw: new EventEmitter(), headers: { 'x-auth-token': 'its-token' } };
  const write = (text: string) => {
    if (text.startsWith('data: ')) told.push(JSON.parse(text.slice(6)) as ConsoleEvent);
  };
  const end = () => {
    isEnded = true;
  };
  const reply = { hijack: () => undefined, raw: { writeHead: () => undefined, write, end } };
  const platform = { bus, log, sessions } as unknown as Platform;
  streamEvents(platform, user, request as unknown as FastifyRequest, reply as unknown as FastifyReply);
});

afterEach(() => {
  request.raw.emit('close');
  vi.useRealTimers();
});

describe('the stream of events', () => {
  it('tells the first change at once, and what follows shortly after together', async () => {
    bus.publish({ topic: 'nodes', id: 'one' });
    await vi.advanceTimersByTimeAsync(20);
    expect(told).toEqual([{ topic: 'nodes', id: 'one' }]);
    for (let times = 0; times < 10; times++) bus.publish({ topic: 'nodes', id: 'one' });
    bus.publish({ topic: 'users' });
    await vi.advanceTimersByTimeAsync(240);
    expect(told).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(told.slice(1)).toEqual([{ topic: 'nodes', id: 'one' }, { topic: 'users' }]);
  });

  it('does not hold back what somebody waits for', async () => {
    bus.publish({ topic: 'job', id: 'one' });
    await vi.advanceTimersByTimeAsync(30);
    bus.publish({ topic: 'job', id: 'one' });
    bus.publish({ topic: 'job', id: 'one' }, true);
    await vi.advanceTimersByTimeAsync(20);
    expect(told).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toHaveLength(2);
  });

  it('keeps what it has to tell while the database cannot say who may see it', async () => {
    const access = vi.mocked(projectAccess);
    access.mockRejectedValue(new Error('the connection to the database was lost'));
    bus.publish({ topic: 'users' });
    bus.publish({ topic: 'job', eihealth_project_id: 'mine', id: 'one' });
    bus.publish({ topic: 'job', eihealth_project_id: 'theirs', id: 'two' });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toEqual([{ topic: 'users' }]);
    access.mockImplementation(async (_, __, id) => (id === 'mine' ? ({ id } as ProjectAccess) : undefined));
    bus.publish({ topic: 'nodes', id: 'three' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told.slice(1)).toEqual([
      { topic: 'job', eihealth_project_id: 'mine', id: 'one' },
      { topic: 'nodes', id: 'three' },
    ]);
  });

  it('ends with its token, and not because the database cannot say', async () => {
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sessions.userOf).toHaveBeenLastCalledWith('its-token');
    sessions.userOf.mockRejectedValue(new Error('the connection to the database was lost'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(isEnded).toBe(false);
    sessions.userOf.mockResolvedValue(undefined);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(isEnded).toBe(true);
    bus.publish({ topic: 'users' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    expect(sessions.userOf).toHaveBeenCalledTimes(3);
  });

  it('falls silent when the listener has gone', async () => {
    bus.publish({ topic: 'users' });
    request.raw.emit('close');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([]);
  });
});
