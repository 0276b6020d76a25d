/** Limits of the contract: checked before the server does, and put into words before they are hit. */
import type { TFunction } from 'i18next';
import type { FieldLimits } from '#contracts/index.ts';

export type LimitBreak = 'missing' | 'length' | 'range' | 'items' | 'pattern' | 'number';

const isBlank = (value: unknown) => value === undefined || value === null || value === '';

function textBreak(value: string, limit: FieldLimits): LimitBreak | undefined {
  // The contract counts code points, as JSON Schema does.
  const length = [...value].length;
  if (length < (limit.minLength ?? 0) || length > (limit.maxLength ?? Number.POSITIVE_INFINITY)) return 'length';
  if (limit.pattern && !new RegExp(limit.pattern, 'u').test(value)) return 'pattern';
  return undefined;
}

/** What a value breaks, if anything. Blank values of optional fields break nothing: they are not sent. */
export function breaksLimit(value: unknown, limit: FieldLimits): LimitBreak | undefined {
  if (isBlank(value)) return limit.required ? 'missing' : undefined;
  if (typeof value === 'string' && limit.type === 'string') return textBreak(value, limit);
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 'number';
    const below = value < (limit.minimum ?? Number.NEGATIVE_INFINITY);
    return below || value > (limit.maximum ?? Number.POSITIVE_INFINITY) ? 'range' : undefined;
  }
  if (Array.isArray(value)) {
    if (limit.required && value.length === 0 && (limit.minItems ?? 0) > 0) return 'missing';
    return value.length > (limit.maxItems ?? Number.POSITIVE_INFINITY) ? 'items' : undefined;
  }
  return undefined;
}

/** A limit in words, to stand below the field; empty when there is none worth saying. */
export function limitWords(limit: FieldLimits | undefined, t: TFunction<'common'>): string {
  if (!limit) return '';
  const { minLength = 0, maxLength, minimum, maximum, maxItems } = limit;
  if (maxItems !== undefined) return t('form.maxItems', { max: maxItems });
  if (minimum !== undefined && maximum !== undefined) return t('form.range', { min: minimum, max: maximum });
  if (minimum !== undefined) return t('form.atLeast', { min: minimum });
  if (maximum !== undefined) return t('form.atMost', { max: maximum });
  if (minLength > 1 && maxLength !== undefined) return t('form.length', { min: minLength, max: maxLength });
  if (maxLength !== undefined) return t('form.maxLength', { max: maxLength });
  if (minLength > 1) return t('form.minLength', { min: minLength });
  return '';
}

/** What is wrong at a field, in words. */
export function breakWords(problem: LimitBreak, limit: FieldLimits | undefined, t: TFunction<'common'>): string {
  if (problem === 'missing') return t('form.missing');
  if (problem === 'pattern') return t('form.pattern');
  if (problem === 'number') return t('form.number');
  return limitWords(limit, t);
}
