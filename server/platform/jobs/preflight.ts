/** What can be known to be absent before a job starts: programs, where commands run as processes of this machine. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
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

/** Looks where the local executor lets commands look: the image's folder of TOOL_ENVS, then PATH. */
export function localCommands(toolEnvs: Readonly<Record<string, string>>, path: string): CommandLookup {
  const known = new Map<string, boolean>();
  return (command, image) => {
    const own = image === undefined ? undefined : toolEnvs[image];
    const folders = own === undefined ? path : `${own}${delimiter}${path}`;
    const key = `${folders}\n${command}`;
    const found = known.get(key) ?? folders.split(delimiter).some((folder) => isProgram(join(folder || '.', command)));
    known.set(key, found);
    return found;
  };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Refuses a job whose tasks call programs this machine has not got. Images bring their own programs, so nothing is
 * checked where they are used. @throws ApiError 01050205 naming programs and tasks
 */
export function checkCommands(platform: Pick<Platform, 'config' | 'engine'>, plan: JobPlan): void {
  const { kind, imagesUsed } = platform.engine.executor;
  if (kind !== 'local' || imagesUsed) return;
  const missing = missingCommands(plan, localCommands(platform.config.toolEnvs, process.env.PATH ?? '/usr/bin:/bin'));
  if (missing.length === 0) return;
  const list = missing.map(({ command, tasks }) => `${command} (${tasks.join(', ')})`).join(', ');
  throw refuse(
    '01050205',
    `This machine lacks programs the tasks call: ${list}. Install them, or name a folder that has them in TOOL_ENVS`,
  );
}
