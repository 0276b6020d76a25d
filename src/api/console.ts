import { queryOptions } from '@tanstack/react-query';
import { type ApiMutation, apiQuery, type OperationId } from './query.ts';
import { consoleServer, dataOf } from './transport.ts';

/** What this server is and offers; it does not change while it runs. */
export const configQuery = () =>
  queryOptions({
    ...apiQuery('showConsoleConfig', {}, [], (signal) => dataOf(consoleServer().GET('/console/config', { signal }))),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Makes the server forget the token of this session. */
export const signOut: ApiMutation<void, unknown> & { operation: OperationId } = {
  operation: 'signOut',
  run: () => dataOf(consoleServer().POST('/console/sign-out', {})),
  changes: () => [],
};
