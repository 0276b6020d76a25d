import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowDiff } from '#core/workflow/diff.ts';
import { countDiff, type DiffCounts } from '#core/workflow/diff.ts';
import type { AppLookup } from '#core/workflow/types.ts';

const KINDS = ['added', 'removed', 'renamed', 'changed', 'moved', 'details'] as const satisfies (keyof DiffCounts)[];
const FIELDS = [
  'task_name',
  'app_id',
  'display_name',
  'output_dir',
  'location',
  'name',
  'version',
  'summary',
  'description',
  'labels',
  'timeout',
] as const;

const isPlace = (value: unknown): value is { x?: number; y?: number } => typeof value === 'object' && value !== null;

export interface DiffWords {
  /** How much of what differs. */
  counts(diff: WorkflowDiff): string;
  field(field: string): string;
  /** A value of a field, short enough for a table; empty when there is none. */
  value(field: string, value: unknown, apps: AppLookup): string;
}

/** Words for differences; the field paths are those of core/workflow/diff-fields.ts. */
export function useDiffWords(): DiffWords {
  const { t } = useTranslation('versions');
  return useMemo(
    () => ({
      counts: (diff) => {
        const counts = countDiff(diff);
        const parts = KINDS.filter((kind) => counts[kind] > 0).map((kind) =>
          t(`count.${kind}`, { count: counts[kind] }),
        );
        return parts.join(t('count.join')) || t('count.nothing');
      },
      field: (field) => {
        const known = FIELDS.find((name) => name === field);
        if (known) return t(`field.${known}`);
        if (field === '') return t('field.task');
        const [area, name = '', ...rest] = field.split('.');
        if (area === 'resources') return t('field.resource', { name });
        if (area !== 'inputs') return field;
        return rest.length > 0 ? t('field.inputField', { name, field: rest.join('.') }) : t('field.input', { name });
      },
      value: (field, value, apps) => {
        if (field === '') return t(value ? 'field.there' : 'field.notThere');
        if (value === undefined) return '';
        if (field === 'app_id') {
          const app = apps(String(value));
          return app ? `${app.name} ${app.version}` : String(value);
        }
        if (field === 'location' && isPlace(value)) return t('field.place', { x: value.x ?? '', y: value.y ?? '' });
        if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join('\n');
        return typeof value === 'string' ? value : JSON.stringify(value);
      },
    }),
    [t],
  );
}
