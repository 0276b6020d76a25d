/** What can be known to be absent before a job starts: programs, where commands run on this machine. */
import { requiredCommands } from '#core/app/required-commands.ts';
import type { JobPlan } from '#core/job/types.ts';
import { refuse } from '../../errors.ts';
import type { Platform } from '../platform.ts';

export interface MissingCommand {
  command: string;
  /** Names of the tasks that call it. */
  tasks: string[];
}

/** Whether the commands of an app of this image find a program. */
export type CommandLookup = (command: string, image: string | undefined) => boolean;

/** Programs that tasks of a plan call and that are not there, in the order of the plan. */
export function missingCommands(plan: Pick<JobPlan, 'tasks'>, lookup: CommandLookup): MissingCommand[] {
  const missing = new Map<string, string[]>();
  for (const { name, app } of plan.tasks)
    for (const command of requiredCommands(app.commands ?? []))
      if (!lookup(command, app.image)) missing.set(command, [...(missing.get(command) ?? []), name]);
  return [...missing].map(([command, tasks]) => ({ command, tasks }));
}

/**
 * Refuses a job whose tasks call programs that its commands would not find. Images and cluster nodes bring their own,
 * so nothing is checked there. @throws ApiError 01050205 naming programs and tasks
 */
export function checkCommands({ engine }: Pick<Platform, 'engine'>, plan: JobPlan): void {
  const missing = missingCommands(plan, (command, image) => engine.lookup.hasCommand?.(command, image) ?? true);
  if (missing.length === 0) return;
  const list = missing.map(({ command, tasks }) => `${command} (${tasks.join(', ')})`).join(', ');
  const elsewhere = engine.executor.isolated ? ', or in SANDBOX_BINDS a folder that its links lead to' : '';
  throw refuse(
    '01050205',
    `This machine lacks programs the tasks call: ${list}. Install them, or name a folder that has them in TOOL_ENVS${elsewhere}`,
  );
}
