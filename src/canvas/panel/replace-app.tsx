import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AppMapping, guessMapping } from '#core/workflow/app-mapping.ts';
import { changeTaskApp } from '#core/workflow/commands.ts';
import type { AppInput, AppOutput, AppSignature, TaskDocument } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';
import { Button } from '#src/ui/button.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { TypeMark } from '../drawing/type-mark.tsx';
import type { EditorState } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { appTitle } from '../palette/palette-apps.ts';
import { Field } from './field.tsx';
import { type Carried, carriedBy, fate, mergedSignature } from './replace-rows.ts';
import './replace-app.css';

const documentOf = (state: EditorState) => state.document;

interface Props {
  tasks: readonly TaskDocument[];
  apps: readonly AppSummary[];
  /** Id of the app to go over to; empty while it is to be chosen. */
  target: string;
  loadApp: (appId: string) => Promise<AppSignature>;
  onTarget: (appId: string) => void;
  onClose: () => void;
}

/** Puts another app or version behind tasks, after showing what is kept, renamed and dropped. */
export function ReplaceApp(props: Props) {
  const { tasks, apps, target, loadApp, onTarget, onClose } = props;
  const { t } = useTranslation('panel');
  const { projectId } = useEditorServices();
  const app = useQuery({
    queryKey: ['replace-app', projectId, target],
    queryFn: () => loadApp(target),
    enabled: target !== '',
    staleTime: 0,
  });
  const options = useMemo(
    () =>
      [...apps]
        .sort((a, b) => compareNatural(a.name ?? '', b.name ?? '') || compareNatural(b.version ?? '', a.version ?? ''))
        .map((one) => ({ value: one.id ?? '', label: appTitle(one) })),
    [apps],
  );
  const title =
    tasks.length > 1
      ? t('replace.titleMany', { count: tasks.length })
      : t('replace.title', { task: tasks[0]?.task_name ?? '' });
  return (
    <Dialog open title={title} onClose={onClose} width={720}>
      <Field label={t('replace.with')}>
        {(id) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            value={target || undefined}
            placeholder={t('replace.choose')}
            options={options}
            onChange={onTarget}
          />
        )}
      </Field>
      {target !== '' && app.isPending && <Skeleton lines={4} />}
      {app.error && <ErrorState error={app.error} onRetry={() => void app.refetch()} />}
      {app.data ? (
        <MappingForm key={app.data.id} tasks={tasks} after={app.data} onClose={onClose} />
      ) : (
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('replace.cancel')}</Button>
        </div>
      )}
    </Dialog>
  );
}

/** The names of the new app for everything the tasks carry over. */
function MappingForm({ tasks, after, onClose }: Pick<Props, 'tasks' | 'onClose'> & { after: AppSignature }) {
  const { t } = useTranslation('panel');
  const { editor, announce } = useEditorServices();
  const document = useEditorState(documentOf);
  const before = useMemo(
    () => mergedSignature(tasks.flatMap((task) => editor.lookup(task.app_id) ?? [])),
    [tasks, editor],
  );
  const [mapping, setMapping] = useState<AppMapping>(() => guessMapping(before, after));
  const carried = useMemo(() => carriedBy(document, tasks, before), [document, tasks, before]);
  const taken = new Set(
    carried.inputs.flatMap(({ name }) => (Object.hasOwn(mapping.inputs, name) ? mapping.inputs[name] : name)),
  );
  const open = after.inputs.filter((input) => input.required && !input.values?.length && !taken.has(input.name));
  const set = (side: keyof AppMapping) => (from: string, to: string) =>
    setMapping((now) => {
      // A name of the new app is given once.
      const others = Object.entries(now[side]).map(([name, value]) => [name, to !== '' && value === to ? '' : value]);
      return { ...now, [side]: { ...Object.fromEntries(others), [from]: to } };
    });
  const apply = () => {
    editor.learn([after]);
    editor.runAll(tasks.map((task) => changeTaskApp(task.task_name, after, mapping)));
    announce(t('replace.done', { app: `${after.name} ${after.version}`, count: tasks.length }));
    onClose();
  };
  const nothing = carried.inputs.length + carried.outputs.length === 0;
  return (
    <>
      {nothing && <p className="muted">{t('replace.nothing')}</p>}
      <MappingTable
        title={t('replace.inputs')}
        rows={carried.inputs}
        after={after.inputs}
        mapping={mapping.inputs}
        onChange={set('inputs')}
      />
      <MappingTable
        title={t('replace.outputs')}
        rows={carried.outputs}
        after={after.outputs}
        mapping={mapping.outputs}
        onChange={set('outputs')}
      />
      {open.length > 0 && (
        <p className="we-warning">{t('replace.open', { inputs: open.map(({ name }) => name).join(', ') })}</p>
      )}
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('replace.cancel')}</Button>
        <Button kind="primary" onClick={apply}>
          {t('replace.apply')}
        </Button>
      </div>
    </>
  );
}

interface TableProps {
  title: string;
  rows: readonly Carried[];
  after: readonly (AppInput | AppOutput)[];
  mapping: Record<string, string>;
  onChange: (from: string, to: string) => void;
}

function MappingTable({ title, rows, after, mapping, onChange }: TableProps) {
  const { t } = useTranslation(['panel', 'canvas']);
  if (rows.length === 0) return null;
  return (
    <table className="we-mapping">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('replace.before')}</th>
          <th scope="col">{t('replace.after')}</th>
          <th scope="col">{t('replace.fate')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const to = Object.hasOwn(mapping, row.name) ? (mapping[row.name] ?? '') : row.name;
          const known = after.some(({ name }) => name === to);
          const outcome = fate(row, mapping, after);
          return (
            <tr key={row.name}>
              <th scope="row">
                {row.type && <TypeMark type={row.type} label={t(`canvas:type.${row.type}`)} />} {row.name}
                <small className="muted ellipsis" title={row.uses.join('\n')}>
                  {row.uses.slice(0, 3).join(', ')}
                </small>
              </th>
              <td>
                <Select
                  aria-label={t('replace.newName', { name: row.name })}
                  value={known ? to : ''}
                  options={[
                    { value: '', label: t('replace.drop') },
                    ...after.map(({ name, type }) => ({ value: name, label: `${name} · ${t(`canvas:type.${type}`)}` })),
                  ]}
                  onChange={(next: string) => onChange(row.name, next)}
                />
              </td>
              <td data-fate={outcome}>{t(`replace.fates.${outcome}`)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
