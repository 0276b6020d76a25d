import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import createLimits from '#contracts/generated/limits/eihealth.createApp.ts';
import type { OperationLimits } from '#contracts/index.ts';
import { CPU_RANGE, GPU_RANGE, MEMORY_RANGE } from '#core/resources.ts';
import { type FormState, useForm } from '#src/ui/use-form.ts';
import type { AppDraft } from './app-draft.ts';
import { appProblems, missingPlaces, type PlacedProblem } from './app-problems.ts';

/** Resources are numbers here and text with a unit in the request; the ranges stand in words in 4.5.1.5. */
const amount = ({ min, max }: { min: number; max: number }) => ({ type: 'number', minimum: min, maximum: max });

const LIMITS: OperationLimits = {
  ...createLimits,
  'resources.cpu': amount(CPU_RANGE),
  'resources.memory': amount(MEMORY_RANGE),
  'resources.gpu': amount(GPU_RANGE),
};

/** Words for a problem at its place. */
function useProblemWords() {
  const { t, i18n } = useTranslation(['apps', 'problems', 'common']);
  return ({ problem, limit }: PlacedProblem): string => {
    if (problem) {
      const values = { ...problem.params, field: fieldWord(String(problem.params.field ?? '')) };
      return String(i18n.t(problem.key, { ns: 'problems', ...values } as never));
    }
    if (!limit) return '';
    const { minLength, maxLength, maxItems } = createLimits[limit.path] as {
      minLength?: number;
      maxLength?: number;
      maxItems?: number;
    };
    if (limit.kind === 'items') return t('common:form.maxItems', { max: maxItems });
    if (limit.kind === 'pattern') return t('problem.pattern', { value: limit.value });
    return t('common:form.length', { min: minLength, max: maxLength });
  };
  function fieldWord(field: string): string {
    const words: Record<string, string> = {
      name: t('field.name'),
      version: t('field.version'),
      image: t('field.image'),
      summary: t('field.summary'),
      'parameter name': t('parameter.name'),
      cpu: 'CPU',
      memory: t('field.memory'),
      gpu: t('field.gpu'),
    };
    return words[field] ?? field;
  }
}

export interface AppForm extends FormState<AppDraft> {
  /** The same form with what is wrong while one types, not only after a try to save. */
  live: FormState<AppDraft>;
  errorAt(pointer: string): string | undefined;
}

/** The form of an app, with the rules of the platform said at the fields as one types. */
export function useAppForm(initial: AppDraft, submit: (draft: AppDraft) => Promise<unknown>): AppForm {
  const { t } = useTranslation('common');
  const words = useProblemWords();
  const wrong = (draft: AppDraft) => {
    const found: Record<string, string> = {};
    for (const problem of appProblems(draft))
      if (problem.problem?.severity !== 'warning') found[problem.at] ??= words(problem);
    return found;
  };
  const form = useForm({
    initial,
    limits: LIMITS,
    check: (draft) => ({
      ...Object.fromEntries(missingPlaces(draft).map((at) => [at, t('form.missing')])),
      ...wrong(draft),
    }),
    submit,
  });
  const problems = useMemo(() => appProblems(form.values), [form.values]);
  const said: Record<string, string> = {};
  for (const problem of problems) said[problem.at] ??= words(problem);
  const errors: Record<string, string> = { ...said, ...form.errors };
  return { ...form, live: { ...form, errors }, errorAt: (pointer) => errors[pointer] };
}
