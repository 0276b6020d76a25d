import { useCallback, useRef, useState } from 'react';
import type { FieldLimits, OperationLimits } from '#contracts/index.ts';
import { useEnvironment } from './environment.tsx';
import { breaksLimit, type LimitBreak } from './limits.ts';

export type FormErrors = Readonly<Record<string, string | LimitBreak>>;

interface FormOptions<Values extends object> {
  initial: Values;
  /** Limits of the operation the form will call, from contracts/generated/limits. */
  limits?: OperationLimits;
  /** Rules between fields, and those the contract has only in words: JSON pointer (`/name`) → text. */
  check?(values: Values): Record<string, string>;
  submit(values: Values): Promise<unknown>;
  /** Says what is wrong with the initial values, too: they were not typed here. */
  checkAtOnce?: boolean;
}

export interface FormState<Values extends object> {
  values: Values;
  set<Key extends keyof Values>(key: Key, value: Values[Key]): void;
  setValues(values: Values): void;
  limits: OperationLimits;
  /** JSON pointer → what is wrong. */
  errors: FormErrors;
  /** The error of the last submit, when it is not about single fields alone. */
  error: unknown;
  dirty: boolean;
  pending: boolean;
  submit(): void;
  limitOf(path: string): FieldLimits | undefined;
}

/** Limits broken by plain top-level values; forms with lists check those in `check`. */
function brokenLimits(values: object, limits: OperationLimits): Record<string, LimitBreak> {
  const broken: Record<string, LimitBreak> = {};
  for (const [key, value] of Object.entries(values)) {
    const limit = limits[key];
    const problem = limit ? breaksLimit(value, limit) : undefined;
    if (problem) broken[`/${key}`] = problem;
  }
  return broken;
}

/**
 * State of a form. It mirrors the screen; `submit` turns it into a request once. Nothing typed is lost when the
 * server refuses: its field errors land on the fields, anything else stands above the buttons.
 */
export function useForm<Values extends object>(options: FormOptions<Values>): FormState<Values> {
  const { describeError } = useEnvironment();
  const [values, setValues] = useState(options.initial);
  const [saved, setSaved] = useState(options.initial);
  const [pending, setPending] = useState(false);
  const [tried, setTried] = useState(options.checkAtOnce ?? false);
  const [error, setError] = useState<unknown>();
  const [refused, setRefused] = useState<Record<string, string>>({});
  const limits = options.limits ?? {};
  const latest = useRef({ options, values, pending });
  latest.current = { options, values, pending };

  const wrong = tried ? { ...brokenLimits(values, limits), ...options.check?.(values) } : {};

  const submit = useCallback(async () => {
    const now = latest.current;
    if (now.pending) return;
    setTried(true);
    setError(undefined);
    setRefused({});
    const problems = { ...brokenLimits(now.values, now.options.limits ?? {}), ...now.options.check?.(now.values) };
    if (Object.keys(problems).length > 0) return;
    setPending(true);
    try {
      // The guard must be down before the page navigates away at the end of the submit.
      setSaved(now.values);
      await now.options.submit(now.values);
    } catch (caught) {
      setSaved(now.options.initial);
      setError(caught);
      setRefused(describeError(caught).fields);
    } finally {
      setPending(false);
    }
  }, [describeError]);

  const set = useCallback(<Key extends keyof Values>(key: Key, value: Values[Key]) => {
    setValues((current) => ({ ...current, [key]: value }));
    setRefused((current) =>
      Object.fromEntries(
        Object.entries(current).filter(
          ([pointer]) => pointer !== `/${String(key)}` && !pointer.startsWith(`/${String(key)}/`),
        ),
      ),
    );
  }, []);

  return {
    values,
    set,
    setValues,
    limits,
    errors: { ...wrong, ...refused },
    error,
    dirty: JSON.stringify(values) !== JSON.stringify(saved),
    pending,
    submit: () => void submit(),
    limitOf: (path) => limits[path],
  };
}
