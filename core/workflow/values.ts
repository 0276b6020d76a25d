/** The values an input really has: given in the task, else the app's default (domain §1.3). */
import { inputReference, type Reference } from './references.ts';
import type { AppInput, AppOutput, AppSignature, TaskDocument } from './types.ts';

export interface EffectiveInput {
  definition: AppInput;
  concurrent: boolean;
  /** Without empty texts: an empty text is no value. A reference stands here as it is written. */
  values: string[];
  /** False when the values are the app's default. */
  given: boolean;
  reference?: Reference;
}

/** Whether the app fans out over the values of an input. */
export function isConcurrent(definition: AppInput): boolean {
  return definition.concurrent === 'vars_iter';
}

/** Whether a task of the app is fanned out: its instances get folders by index, also when there is one only. */
export function fansOut(app: AppSignature): boolean {
  return app.inputs.some(isConcurrent);
}

/** All inputs of the app, in its order, with the values they have in the task. */
export function effectiveInputs(task: TaskDocument, app: AppSignature): EffectiveInput[] {
  const given = new Map(task.inputs?.map((input) => [input.name, input]));
  return app.inputs.map((definition) => {
    const input = given.get(definition.name);
    const own = input?.values?.filter((value) => value !== '') ?? [];
    const reference = input && inputReference(input);
    const values = own.length > 0 ? own : (definition.values ?? []).filter((value) => value !== '');
    const effective: EffectiveInput = {
      definition,
      concurrent: isConcurrent(definition),
      values,
      given: own.length > 0,
    };
    return reference ? { ...effective, reference } : effective;
  });
}

export function inputOf(app: AppSignature, name: string): AppInput | undefined {
  return app.inputs.find((input) => input.name === name);
}

export function outputOf(app: AppSignature, name: string): AppOutput | undefined {
  return app.outputs.find((output) => output.name === name);
}
