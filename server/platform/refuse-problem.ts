/** Findings of the domain rules as documented refusals. */
import { errorsOf, problemSentence } from '#core/workflow/problems.ts';
import type { Problem } from '#core/workflow/types.ts';
import { refuse } from '../errors.ts';

/** @throws ApiError with the code and the sentence of the first error; warnings pass */
export function refuseErrors(problems: readonly Problem[]): void {
  const [first] = errorsOf(problems);
  if (first) throw refuse(first.code.replace('eihealth.', ''), problemSentence(first));
}
