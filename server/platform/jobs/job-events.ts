/** 4.5.2.6: what happened to a job, in both languages. Alike events of one task are one entry with a count. */
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import type { JobEvent } from '#core/job/types.ts';
import { type Call, presentTime } from '../platform.ts';
import { type Bilingual, describeEvent } from './event-words.ts';
import { findJob } from './job-access.ts';

type EventsCall = Call<ServiceOperations['eihealth']['showJobEvent']>;
type Language = EventsCall['language'];

export async function showJobEvents(call: EventsCall): Promise<Schema<'ShowJobEventResponse'>> {
  const { platform, project, path } = call;
  const job = await findJob(platform, project.id, path.job_id);
  const rows = await platform.db
    .selectFrom('job_event')
    .select('event')
    .where('job_id', '=', job.id)
    .orderBy('seq')
    .execute();
  const language = call.headers['x-language'] === 'zh_cn' ? 'zh_cn' : 'en_us';
  const events = groupEvents(rows.map(({ event }) => event)).map((group) => presentGroup(group, language));
  return { count: events.length, events };
}

interface Group {
  first: JobEvent;
  last: JobEvent;
  count: number;
}

/** Failures stay apart, so that each keeps its reason, until there are too many of a task. */
const SINGLE_FAILURES = 20;

/** Entries in the order in which each began; a retry begins new ones. */
export function groupEvents(events: readonly JobEvent[]): Group[] {
  const groups = new Map<string, Group>();
  const failures = new Map<string, number>();
  let round = 0;
  for (const [position, event] of events.entries()) {
    if (event.type === 'job-retried') round++;
    const key = groupKey(event, position, round, failures);
    const group = groups.get(key);
    if (!group) groups.set(key, { first: event, last: event, count: 1 });
    else {
      group.last = event;
      group.count++;
    }
  }
  return [...groups.values()];
}

function groupKey(event: JobEvent, position: number, round: number, failures: Map<string, number>): string {
  if (!('task' in event)) return `job ${position}`;
  if (event.type === 'instance-failed') {
    const task = `${round} ${event.task} ${event.reason}`;
    const count = (failures.get(task) ?? 0) + 1;
    failures.set(task, count);
    return count <= SINGLE_FAILURES ? `failure ${position}` : `failures ${task}`;
  }
  return `${round} ${event.task} ${event.type}`;
}

function presentGroup({ first, last, count }: Group, language: Language): Schema<'JobEventRsp'> {
  const words = describeEvent(first, count);
  return {
    action_name: words.action,
    count,
    first_timestamp: presentTime(new Date(first.at)),
    last_timestamp: presentTime(new Date(last.at)),
    message: pick(words.message, language),
    reason: `${words.reason.zh_cn}##${words.reason.en_us}`,
    type: words.warning ? 'Warning' : 'Normal',
  };
}

const pick = (words: Bilingual, language: Language) => words[language];
