/**
 * Queries whose answer is large and often the same: the server is told what is known already, and answers that it has
 * not changed. The answer kept is the very object, so nothing is parsed, compared or drawn again.
 */
import { queryOptions, replaceEqualDeep } from '@tanstack/react-query';
import { apiQuery, type OperationId, type Scope, type Topic } from './query.ts';
import { type Answer, dataOf } from './transport.ts';

/** Tags of answers, by the object that is in the cache: an answer that was dropped takes its tag along. */
const tags = new WeakMap<object, string>();

/** Headers to send along. */
export type Condition = Record<string, string>;

/** Like `apiQuery`; `read` sends the headers it is given. */
export function taggedQuery<T extends object, S extends Scope>(
  operation: OperationId,
  scope: S,
  topics: readonly Topic[],
  read: (signal: AbortSignal, condition: Condition) => Promise<Answer<T>>,
) {
  const { meta } = apiQuery(operation, scope, topics, async () => undefined);
  const queryKey = [operation, scope] as const;
  return queryOptions({
    queryKey,
    queryFn: ({ client, signal }) =>
      readAgain(client.getQueryData<T>(queryKey), (condition) => read(signal, condition)),
    structuralSharing: (before: unknown, after: unknown) => keepTag(replaceEqualDeep(before, after), after),
    ...(meta ? { meta } : {}),
  });
}

/** Asks for what is newer than `known`; `known` itself when there is nothing newer. */
export async function readAgain<T extends object>(
  known: T | undefined,
  read: (condition: Condition) => Promise<Answer<T>>,
): Promise<T> {
  const tag = known && tags.get(known);
  const answer = await read(tag ? { 'If-None-Match': tag } : {});
  if (known && answer.response.status === 304) return known;
  const data = await dataOf(Promise.resolve(answer));
  const given = answer.response.headers.get('etag');
  if (given) tags.set(data, given);
  return data;
}

/** The query cache keeps the equal parts of the former answer: the object that comes out of it has the new tag. */
function keepTag<T>(merged: T, after: unknown): T {
  const tag = typeof after === 'object' && after !== null ? tags.get(after) : undefined;
  if (tag && typeof merged === 'object' && merged !== null) tags.set(merged, tag);
  return merged;
}
