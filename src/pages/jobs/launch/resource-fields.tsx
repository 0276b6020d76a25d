import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.executeJob.ts';
import { CPU_TYPES, type NodeMost } from '#core/nodes/kinds.ts';
import { mergeResources } from '#core/resources.ts';
import type { AppSignature, TaskDocument } from '#core/workflow/types.ts';
import { FieldFrame } from '#src/ui/field.tsx';
import { Icon } from '#src/ui/icon.tsx';
import { resourcesText } from '../task-lines.ts';
import { resourcePointer } from './judge.ts';
import { asResources, RESOURCE_FIELDS, type ResourceField, type ResourceValues } from './launch-values.ts';

interface Props {
  task: TaskDocument;
  app: AppSignature | undefined;
  given: ResourceValues;
  errors: Readonly<Record<string, string>>;
  /** The most a task can ask for, where it is known. */
  most?: NodeMost | undefined;
  origin: 'workflow' | 'job';
  locked: string | undefined;
  onChange(field: ResourceField, value: string): void;
}

const LABELS = {
  cpu: 'new.cpu',
  memory: 'new.memory',
  cpu_type: 'new.cpuType',
  gpu_type: 'new.gpuType',
  gpu: 'new.gpu',
} as const;
const CHOICES: Partial<Record<ResourceField, readonly string[]>> = {
  cpu_type: CPU_TYPES,
  gpu_type: limits['tasks[].resources.gpu_type'].enum.filter((type) => type !== ''),
};

/** Resources of a task, closed until one is changed; what is inherited stands as the placeholder. */
export function ResourceFields(props: Props) {
  const { task, app, given, errors, most, origin, locked, onChange } = props;
  const { t } = useTranslation('jobs');
  const [opened, setOpened] = useState(Object.keys(given).length > 0);
  const ofApp = mergeResources(app?.resources);
  const inherited = mergeResources(app?.resources, task.resources);
  const wrong = RESOURCE_FIELDS.some((field) => errors[resourcePointer(task.task_name, field)]);
  const open = opened || wrong;
  const none = (field: ResourceField) => t(field === 'cpu_type' ? 'new.anyCpu' : 'new.noGpu');
  const provenance = (field: ResourceField) => {
    const value = String(inherited[field] ?? none(field));
    if (origin === 'job') return t('update.inherited', { value });
    const own = task.resources?.[field];
    const ofWorkflow = own !== undefined && own !== '' && String(own) !== String(ofApp[field] ?? '');
    return ofWorkflow
      ? t('new.inherited', { value, app: String(ofApp[field] ?? none(field)) })
      : t('new.inheritedApp', { value });
  };
  const mostWords = (field: ResourceField) => {
    if (!most || field === 'cpu_type' || field === 'gpu_type') return '';
    return most[field] === '0' ? t('new.noGpuNode') : t('new.most', { max: most[field] });
  };
  if (locked)
    return (
      <p className="launch-resources" title={locked}>
        {t('new.resources')} <span className="mono muted">{resourcesText(inherited)}</span>
      </p>
    );
  return (
    <div className="launch-resources">
      <button type="button" className="launch-fold" aria-expanded={open} onClick={() => setOpened(!opened)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={12} />
        {t('new.resources')}
        <span className="mono muted">{resourcesText(mergeResources(inherited, asResources(given)))}</span>
        {Object.keys(given).length > 0 ? <span className="launch-changed">{t('new.changed')}</span> : null}
      </button>
      {open ? (
        <div className="launch-pair">
          {RESOURCE_FIELDS.map((field) => (
            <FieldFrame
              key={field}
              label={t(LABELS[field])}
              help={[provenance(field), mostWords(field)].filter(Boolean).join(' ')}
              error={errors[resourcePointer(task.task_name, field)]}
            >
              {(control) =>
                CHOICES[field] ? (
                  <Select
                    {...control}
                    allowClear
                    placeholder={String(inherited[field] ?? '')}
                    value={given[field] || undefined}
                    options={CHOICES[field].map((value) => ({ value, label: value }))}
                    onChange={(value?: string) => onChange(field, value ?? '')}
                  />
                ) : (
                  <Input
                    {...control}
                    className="mono"
                    autoComplete="off"
                    maxLength={limits[`tasks[].resources.${field}`].maxLength}
                    placeholder={String(inherited[field] ?? '')}
                    value={given[field] ?? ''}
                    onChange={(event) => onChange(field, event.target.value.trim())}
                  />
                )
              }
            </FieldFrame>
          ))}
        </div>
      ) : null}
    </div>
  );
}
