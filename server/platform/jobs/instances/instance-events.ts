/** 4.5.2.8 and 4.5.2.10: what happened to the attempts of an instance, and to one of them. */
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import { type Call, presentTime } from '../../platform.ts';
import { attemptOf, findAttempts, instanceOf } from './find-instance.ts';
import { attemptWords, type InstanceEventWords, instanceWords } from './instance-words.ts';
import { waitingWords } from './waiting.ts';

type Operations = ServiceOperations['eihealth'];

export async function showTaskEvents(
  call: Call<Operations['showTaskEvents']>,
): Promise<Schema<'ShowTaskEventsResponse'>> {
  const instance = await instanceOf(call);
  const attempts = await findAttempts(call.platform, instance);
  const words = attempts.flatMap(({ record, name }) => instanceWords(record, name));
  return present(call, [...words, ...(await waitingWords(call.platform, instance, attempts))]);
}

export async function showTaskInstanceEvents(
  call: Call<Operations['showTaskInstanceEvents']>,
): Promise<Schema<'ShowTaskInstanceEventsResponse'>> {
  const { record, key, name } = await attemptOf(call);
  const description = await call.platform.engine.lookup.description(key);
  return present(call, attemptWords(record, name, description));
}

/** The language header of 4.5.2.6 is heeded here too; without it messages are English, as in the examples. */
function present({ request }: Pick<Call<never>, 'request'>, words: readonly InstanceEventWords[]) {
  const language = request.headers['x-language'] === 'zh_cn' ? 'zh_cn' : 'en_us';
  const events = words.map(
    ({ at, until = at, reason, message, warning }): Schema<'EventRsp'> => ({
      type: warning ? 'Warning' : 'Normal',
      count: 1,
      reason,
      message: message[language],
      first_timestamp: presentTime(new Date(at)),
      last_timestamp: presentTime(new Date(until)),
    }),
  );
  return { count: events.length, events };
}
