/** GET /console/events: server-sent events that tell which resources to read again. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { projectAccess } from '../platform/authorize.ts';
import type { Platform, SessionUser } from '../platform/platform.ts';
import type { ConsoleEvent } from './event-bus.ts';

const HEARTBEAT = 20_000;
/** Events of one kind within this time are told once. */
const QUIET = 250;

/** Streams to one listener until it hangs up. Events of projects the user cannot see are left out. */
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
  const sees = (projectId: string) => {
    let known = visible.get(projectId);
    if (!known) {
      known = projectAccess(platform, user, projectId).then(Boolean);
      visible.set(projectId, known);
    }
    return known;
  };
  const flush = async () => {
    timer = undefined;
    const events = [...waiting.values()];
    waiting.clear();
    for (const event of events) {
      if (event.eihealth_project_id && !(await sees(event.eihealth_project_id))) continue;
      socket.write(`data: ${JSON.stringify(event)}\n\n`);
    }
  };
  const unsubscribe = platform.bus.subscribe((event) => {
    if (event.topic === 'members' || event.topic === 'projects') visible.clear();
    waiting.set(`${event.topic} ${event.eihealth_project_id ?? ''} ${event.id ?? ''}`, event);
    timer ??= setTimeout(() => void flush(), QUIET);
  });
  const heartbeat = setInterval(() => socket.write(': still here\n\n'), HEARTBEAT);
  request.raw.on('close', () => {
    unsubscribe();
    clearInterval(heartbeat);
    clearTimeout(timer);
  });
}
