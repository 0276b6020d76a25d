/** A plan and the updates (4.5.2.5) made to it: the stored plan is the present one, events say how it came to be so. */
import { initialState, replayJobEvents } from './state.ts';
import type { InputUpdate, JobEvent, JobPlan, JobState, PlannedTask, TaskUpdate } from './types.ts';

/** The plan after an update. */
export function updatedPlan(plan: JobPlan, updates: readonly TaskUpdate[]): JobPlan {
  const byTask = new Map(updates.map((update) => [update.task, update]));
  const tasks = plan.tasks.map((task) => {
    const update = byTask.get(task.name);
    return update ? updatedTask(task, update) : task;
  });
  return { ...plan, tasks, instanceCount: tasks.reduce((sum, { instances }) => sum + instances, 0) };
}

function updatedTask(task: PlannedTask, { inputs, resources, instances }: TaskUpdate): PlannedTask {
  const values = new Map(inputs.map(({ name, to }) => [name, to]));
  return {
    ...task,
    ...(resources ? { resources: resources.to } : {}),
    ...(instances ? { instances: instances.to } : {}),
    inputs: task.inputs.map((input) => {
      const to = values.get(input.name);
      return to && input.kind === 'values' ? { ...input, values: to } : input;
    }),
  };
}

const turnedInput = ({ name, from, to }: InputUpdate): InputUpdate => ({ name, from: to, to: from });

/** The update that takes another one back. */
function turned({ task, inputs, resources, instances }: TaskUpdate): TaskUpdate {
  return {
    task,
    inputs: inputs.map(turnedInput),
    ...(resources ? { resources: { from: resources.to, to: resources.from } } : {}),
    ...(instances ? { instances: { from: instances.to, to: instances.from } } : {}),
  };
}

/** The plan a job was started with, from the present one and all events. */
export function planAtStart(plan: JobPlan, events: readonly JobEvent[]): JobPlan {
  let earlier = plan;
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at];
    if (event?.type === 'job-updated') earlier = updatedPlan(earlier, event.tasks.map(turned));
  }
  return earlier;
}

/** The state that all events of a job yield; `plan` is the present one. */
export function stateOfEvents(plan: JobPlan, events: readonly JobEvent[]): JobState {
  return replayJobEvents(initialState(planAtStart(plan, events)), events);
}
