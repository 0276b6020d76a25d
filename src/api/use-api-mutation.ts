import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiMutation, invalidate } from './query.ts';

/** Runs a write and then reads again what it changed. Errors stay in the mutation: the caller shows them in one place. */
export function useApiMutation<Input, Output>(mutation: ApiMutation<Input, Output>) {
  const client = useQueryClient();
  return useMutation<Output, unknown, Input>({
    mutationKey: [mutation.operation],
    mutationFn: mutation.run,
    onSuccess: (output, input) => invalidate(client, ...mutation.changes(input, output)),
  });
}
