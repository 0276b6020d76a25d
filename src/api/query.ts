/** Queries are options objects: loader, component and invalidation share one key made of operation and parameters. */
import { type Query, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConsoleSchema, ServiceOperations } from '#contracts/index.ts';
import { isLive } from './live.ts';

/** Operations of the platform, and `loginX` of the server's own API. */
export type OperationId = keyof ServiceOperations['eihealth'] | keyof ServiceOperations['console'];

/** What changed, in the words of the event stream. */
export type Topic = ConsoleSchema<'ConsoleEvent'>['topic'];
export type ChangeEvent = ConsoleSchema<'ConsoleEvent'>;

export interface Scope {
  projectId?: string;
  id?: string;
  [parameter: string]: unknown;
}

interface QueryMeta extends Record<string, unknown> {
  topics: readonly Topic[];
}

/** Options of a query; `topics` say which changes make it stale. */
export function apiQuery<T, S extends Scope>(
  operation: OperationId,
  scope: S,
  topics: readonly Topic[],
  read: (signal: AbortSignal) => Promise<T>,
) {
  return queryOptions({
    queryKey: [operation, scope] as const,
    queryFn: ({ signal }) => read(signal),
    meta: { topics } satisfies QueryMeta,
  });
}

/** Whether a query may show something else after a change. A scope without project or id is touched by every one. */
export function isTouched(topics: readonly Topic[], scope: Scope, change: ChangeEvent): boolean {
  if (!topics.includes(change.topic)) return false;
  if (change.eihealth_project_id && scope.projectId && change.eihealth_project_id !== scope.projectId) return false;
  return !(change.id && scope.id && change.id !== scope.id);
}

/** Marks every query a change touches as stale and reads the visible ones again. */
export async function invalidate(client: QueryClient, ...changes: ChangeEvent[]): Promise<void> {
  const predicate = (query: Query) => {
    const topics = (query.meta as QueryMeta | undefined)?.topics ?? [];
    const scope = (query.queryKey[1] ?? {}) as Scope;
    return changes.some((change) => isTouched(topics, scope, change));
  };
  // A first answer under way may have left before the change; it is not asked for again, so it is made stale after.
  const first = client.getQueryCache().findAll({ predicate, fetchStatus: 'fetching' });
  const late = first.filter((query) => query.state.data === undefined);
  await client.invalidateQueries({ predicate });
  await Promise.allSettled(late.map((query) => query.promise));
  if (late.length > 0) await client.invalidateQueries({ predicate: (query) => late.includes(query) });
}

/** A write: the operation it calls, the call, and what it changes. */
export interface ApiMutation<Input, Output> {
  operation: OperationId;
  run(input: Input): Promise<Output>;
  /** Takes no part in finding `Input`: it may look at less than the call needs. */
  changes(input: NoInfer<Input>, output: NoInfer<Output>): ChangeEvent[];
}

/** Describes a write; pages run it with `useApiMutation`. */
export const apiMutation = <Input, Output>(mutation: ApiMutation<Input, Output>) => mutation;

/**
 * How often to read again what may move: fast while something moves, slowly as a safety net while the event stream
 * is live, never when all is at rest.
 */
export function pollWhile(moving: boolean): number | false {
  if (!moving) return false;
  return isLive() ? 15_000 : 2_000;
}
