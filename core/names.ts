/** Names the console generates, and checks of a text against the limits of the contract. */
import type { FieldLimits } from '#contracts/limits.ts';

/** Why a text breaks its field's limits: the documented codes for length (01000026) and pattern (01000032). */
export type LimitBreach = 'too-short' | 'too-long' | 'pattern' | 'enum';

/** Checks a text against the limits of its field; undefined when it fits. Length counts characters, not UTF-16 units. */
export function checkText(limits: FieldLimits | undefined, text: string): LimitBreach | undefined {
  if (!limits) return undefined;
  const length = [...text].length;
  if (limits.minLength !== undefined && length < limits.minLength) return 'too-short';
  if (limits.maxLength !== undefined && length > limits.maxLength) return 'too-long';
  if (limits.pattern !== undefined && !patternOf(limits.pattern).test(text)) return 'pattern';
  if (limits.enum && !limits.enum.includes(text)) return 'enum';
  return undefined;
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) {
    pattern = new RegExp(source, 'u');
    patterns.set(source, pattern);
  }
  return pattern;
}

/** Documented code of a breach. */
export function breachCode(breach: LimitBreach): string {
  if (breach === 'pattern') return 'eihealth.01000032';
  return breach === 'enum' ? 'eihealth.01000040' : 'eihealth.01000026';
}

/** The text cut to a length, without the separators a name may not end with. */
export function cutName(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[^A-Za-z0-9]+$/, '');
}
