/** Where the declared outputs of a job's tasks lie (domain §2.3, §3.4). */
import type { Schema } from '#contracts/index.ts';
import { joinPath, parentPath } from '#core/data-path.ts';
import { planOutput } from '#core/job/plan.ts';
import type { ParameterType } from '#core/workflow/types.ts';
import { isConcurrent } from '#core/workflow/values.ts';

export interface DeclaredOutput {
  name: string;
  type: ParameterType;
  index: number;
  /** Path in the bucket, `/a/b`; empty for a literal. */
  path: string;
  /** A literal. */
  value: string;
  /** The instance has succeeded, so that the output should be there. */
  done: boolean;
}

export const folderOf = (path: string) => parentPath(path.replace(/\/+$/, '') || '/');

/** Outputs of every instance of a task; instances of a fanned-out task have folders by their number. */
export function declaredOutputs(
  task: Schema<'TaskDefinitionDto'>,
  instances: readonly Pick<Schema<'SubTaskRuntimeDto'>, 'status'>[],
): DeclaredOutput[] {
  const outputs = (task.app_info?.app_output_parameters ?? []).map(planOutput);
  const spread = task.app_info?.app_input_parameters?.some(isConcurrent) ?? false;
  const folder = task.whole_output_dir ?? '/';
  return instances.flatMap(({ status }, index) =>
    outputs.map(({ name, type, value }) => {
      const file = type === 'FILE' || type === 'DIRECTORY';
      return {
        name,
        type,
        index,
        path: file ? joinPath(folder, spread ? String(index) : '', value) : '',
        value: file ? '' : value,
        done: status === 'SUCCEEDED',
      };
    }),
  );
}
