/** GET /console/events: server-sent events that tell which resources to read again. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { projectAccess } from '../platform/authorize.ts';
import type { Platform, SessionUser } from '../platform/platform.ts';
import type { ConsoleEvent } from './event-bus.ts';

const HEARTBEAT = 20_000;
/** Events of one kind within this time are told once, except those that somebody waits for. */
const QUIET = 250;
/** What happens together is told together. */
const TOGETHER = 20;
/** Before it is asked again who may see a project, when the database could not say. */
const RETRY = 1_000;

/**
 * Streams to one listener until it hangs up, or its token is no longer known, which is looked at with each heartbeat.
 * Events of projects the user cannot see are left out.
 */
export function streamEvents(
  platform: Platform,
  user: SessionUser,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.hijack();
  const socket = reply.raw;
  socket.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  socket.write(': open\n\n');
  const visible = new Map<string, Promise<boolean>>();
  const waiting = new Map<string, ConsoleEvent>();
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let told = Number.NEGATIVE_INFINITY;
  let isGone = false;
  const sees = (projectId: string) => {
    let known = visible.get(projectId);
    if (!known) {
      known = projectAccess(platform, user, projectId).then(Boolean);
      visible.set(projectId, known);
      known.catch(() => visible.delete(projectId));
    }
    return known;
  };
  const flush = async () => {
    due = Number.POSITIVE_INFINITY;
    told = performance.now();
    const events = [...waiting];
    waiting.clear();
    try {
      for (let next = events[0]; next; next = events[0]) {
        const [, event] = next;
        const isTold = !event.eihealth_project_id || (await sees(event.eihealth_project_id));
        if (isGone) return;
        if (isTold) socket.write(`data: ${JSON.stringify(event)}\n\n`);
        events.shift();
      }
    } catch (error) {
      if (isGone) return;
      platform.log.warn({ err: error }, 'events wait until the database says who may see them');
      for (const [key, event] of events) if (!waiting.has(key)) waiting.set(key, event);
      flushAt(performance.now() + RETRY);
    }
  };
  const flushAt = (at: number) => {
    if (at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => void flush(), at - performance.now());
  };
  const unsubscribe = platform.bus.subscribe((event, isAwaited) => {
    if (event.topic === 'members' || event.topic === 'projects') visible.clear();
    waiting.set(`${event.topic} ${event.eihealth_project_id ?? ''} ${event.id ?? ''}`, event);
    const soon = performance.now() + TOGETHER;
    flushAt(isAwaited ? soon : Math.max(soon, told + QUIET));
  });
  const token = String(request.headers['x-auth-token']);
  const beat = async () => {
    socket.write(': still here\n\n');
    // While the database is away nobody knows: the stream stays.
    const isKnown = await platform.sessions.userOf(token).then(Boolean, () => true);
    if (isKnown || isGone) return;
    stop();
    socket.end();
  };
  const heartbeat = setInterval(() => void beat(), HEARTBEAT);
  const stop = () => {
    isGone = true;
    unsubscribe();
    clearInterval(heartbeat);
    clearTimeout(timer);
  };
  request.raw.on('close', stop);
}
