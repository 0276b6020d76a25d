import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppSignature, TaskDocument } from '#core/workflow/types.ts';
import { isConcurrent } from '#core/workflow/values.ts';
import { savedPlace } from '../drawing/placement.ts';
import { writePlace } from './place-text.ts';
import { RESOURCE_FIELDS, type ResourceField } from './row-ids.ts';
import type { OutlineRow, RowOf } from './rows.ts';

/** More values than anybody reads in a line. */
const MOST_VALUES = 3;

/** What a task asks for of one resource, and what its app does; undefined where neither says anything. */
export function resourceOf(item: TaskDocument, app: AppSignature | undefined, field: ResourceField) {
  const text = (value: unknown) => (value === undefined || value === '' ? undefined : String(value));
  return { own: text(item.resources?.[field]), inherited: text(app?.resources?.[field]) };
}

/** Words of a row, in the language in use. */
export interface RowWords {
  /** First column; what typing letters looks for. */
  name: (row: OutlineRow) => string;
  /** Name of a row with its task, for sentences. */
  full: (row: OutlineRow) => string;
  about: (row: OutlineRow) => string;
  value: (row: OutlineRow) => string;
}

function useValueWords() {
  const { t } = useTranslation(['outline', 'canvas']);
  return useMemo(() => {
    const list = (values: readonly string[]) =>
      t('value.values', {
        count: values.length,
        values: values.slice(0, MOST_VALUES).join(', ') + (values.length > MOST_VALUES ? ', …' : ''),
      });
    const input = (row: RowOf<'input'>): string => {
      const { reference, values, definition } = row;
      if (reference) return t('value.from', { from: reference.task, output: reference.output });
      if (values.length > 0) return list(values);
      if (!definition) return t('value.unknownInput');
      const inherited = definition.values?.filter((value) => value !== '') ?? [];
      return inherited.length > 0 ? t('value.default', { value: list(inherited) }) : t('value.none');
    };
    const resource = (item: TaskDocument, app: AppSignature | undefined, field: ResourceField): string | undefined => {
      const { own, inherited } = resourceOf(item, app, field);
      return own ?? (inherited === undefined ? undefined : t('value.default', { value: inherited }));
    };
    const resources = (row: RowOf<'resources'>): string =>
      RESOURCE_FIELDS.flatMap((field) => {
        const value = resource(row.item, row.app, field);
        return value === undefined ? [] : [`${t(`canvas:resources.${field}`)} ${value}`];
      }).join(', ') || t('value.inherited');
    return { input, resource, resources };
  }, [t]);
}

export function useRowWords(): RowWords {
  const { t } = useTranslation(['outline', 'canvas']);
  const values = useValueWords();
  return useMemo(() => {
    const name: RowWords['name'] = (row) => {
      switch (row.kind) {
        case 'task':
          return row.item.display_name || row.item.task_name;
        case 'input':
          return row.name;
        case 'output':
          return row.output.name;
        case 'use':
          return t('row.use', { to: row.edge.to, input: row.edge.input });
        case 'resource':
          return t(`canvas:resources.${row.field}`);
        default:
          return t(`row.${row.kind}`);
      }
    };
    const appWords = (app: AppSignature | undefined) => (app ? `${app.name} ${app.version}` : t('canvas:appMissing'));
    const about: RowWords['about'] = (row) => {
      if (row.kind === 'task') return appWords(row.app);
      if (row.kind === 'output') return `${t('row.output')}, ${t(`canvas:type.${row.output.type}`)}`;
      if (row.kind !== 'input') return '';
      const { definition } = row;
      if (!definition) return t('row.input');
      const parts = [
        t('row.input'),
        t(`canvas:type.${definition.type}`),
        definition.required ? t('row.required') : '',
        isConcurrent(definition) ? t('row.perValue') : '',
      ];
      return parts.filter(Boolean).join(', ');
    };
    const value: RowWords['value'] = (row) => {
      switch (row.kind) {
        case 'task':
          return row.after.length > 0 ? t('value.after', { tasks: row.after.join(', ') }) : t('value.first');
        case 'input':
          return values.input(row);
        case 'output':
          return row.uses.length === 0
            ? t('value.unused')
            : t('value.usedBy', { tasks: row.uses.map((edge) => `${edge.to}.${edge.input}`).join(', ') });
        case 'folder':
          return row.item.output_dir || t('value.sameAsName', { name: `/${row.item.task_name}` });
        case 'displayName':
          return row.item.display_name || t('value.sameAsName', { name: row.item.task_name });
        case 'app':
          return appWords(row.app);
        case 'place': {
          const place = savedPlace(row.item);
          return place ? writePlace(place) : t('value.unplaced');
        }
        case 'resources':
          return values.resources(row);
        case 'resource':
          return values.resource(row.item, row.app, row.field) ?? t('value.inherited');
        default:
          return '';
      }
    };
    const full: RowWords['full'] = (row) => {
      if (row.kind === 'task') return row.item.task_name;
      return row.kind === 'add' ? name(row) : `${row.item.task_name}.${name(row)}`;
    };
    return { name, full, about, value };
  }, [t, values]);
}
