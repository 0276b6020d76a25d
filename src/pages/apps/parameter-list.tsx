import { Checkbox, Input, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createApp.ts';
import { formatDataPath } from '#core/data-path.ts';
import { Button } from '#src/ui/button.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { PathPicker } from '#src/ui/path-picker.tsx';
import { pathLoader } from '../path-loader.ts';
import { emptyParameter, type ParameterDraft } from './app-draft.ts';

interface ListProps {
  kind: 'inputs' | 'outputs';
  projectId: string;
  project: string;
  parameters: readonly ParameterDraft[];
  /** What is wrong at `/inputs/0/name` and so on. */
  errorAt(pointer: string): string | undefined;
  onChange(parameters: ParameterDraft[]): void;
}

/** Declared inputs or outputs: typed, each with its default and hints. */
export function ParameterList({ kind, projectId, project, parameters, errorAt, onChange }: ListProps) {
  const { t } = useTranslation('apps');
  const max = limits[kind].maxItems;
  const replace = (index: number, change: Partial<ParameterDraft>) =>
    onChange(parameters.map((parameter, at) => (at === index ? { ...parameter, ...change } : parameter)));
  const move = (index: number, by: -1 | 1) => {
    const next = [...parameters];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    onChange(next);
  };
  return (
    <div className="parameters">
      {parameters.map((parameter, index) => (
        <ParameterFields
          key={parameter.key}
          kind={kind}
          number={index + 1}
          of={parameters.length}
          projectId={projectId}
          project={project}
          parameter={parameter}
          errorAt={(field) => errorAt(`/${kind}/${index}/${field}`)}
          onChange={(change) => replace(index, change)}
          onMove={(by) => move(index, by)}
          onRemove={() => onChange(parameters.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          icon="plus"
          disabledReason={parameters.length >= max && t('parameter.most', { max })}
          onClick={() => onChange([...parameters, emptyParameter()])}
        >
          {t(kind === 'inputs' ? 'parameter.addInput' : 'parameter.addOutput')}
        </Button>
      </div>
    </div>
  );
}

interface ParameterProps {
  kind: 'inputs' | 'outputs';
  number: number;
  of: number;
  projectId: string;
  project: string;
  parameter: ParameterDraft;
  errorAt(field: string): string | undefined;
  onChange(change: Partial<ParameterDraft>): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** What a control is, above it. Its full name for screen readers, with the parameter it belongs to, is on the control. */
function Caption({ text, className = 'grow', children }: { text: string; className?: string; children: ReactNode }) {
  return (
    <span className={`parameter-cell ${className}`}>
      <small aria-hidden="true">{text}</small>
      {children}
    </span>
  );
}

const TYPES = limits['inputs[].type'].enum;

function ParameterFields(props: ParameterProps) {
  const { t } = useTranslation(['apps', 'common']);
  const { kind, number, parameter, errorAt, onChange } = props;
  const title = t(kind === 'inputs' ? 'parameter.input' : 'parameter.output', { number, name: parameter.name });
  const fields = ['name', 'values', 'enum', 'pattern', 'description'];
  const wrong = fields.flatMap((field) => errorAt(field) ?? []);
  const status = (field: string) => (errorAt(field) ? ('error' as const) : undefined);
  return (
    <fieldset className="parameter">
      <legend className="visually-hidden">{title}</legend>
      <div className="parameter-line">
        <Caption text={t('parameter.name')} className="parameter-name">
          <Input
            className="mono"
            value={parameter.name}
            status={status('name')}
            aria-label={`${title}: ${t('parameter.name')}`}
            aria-invalid={errorAt('name') ? true : undefined}
            maxLength={limits['inputs[].name'].maxLength}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Caption>
        <Caption text={t('parameter.type')} className="parameter-type">
          <Select
            value={parameter.type}
            aria-label={`${title}: ${t('parameter.type')}`}
            options={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
            onChange={(type) => onChange({ type })}
          />
        </Caption>
        <Checkbox checked={parameter.required} onChange={(event) => onChange({ required: event.target.checked })}>
          {t('parameter.required')}
        </Checkbox>
        {kind === 'inputs' ? (
          <Checkbox checked={parameter.concurrent} onChange={(event) => onChange({ concurrent: event.target.checked })}>
            <span title={t('parameter.concurrentHelp')}>{t('parameter.concurrent')}</span>
          </Checkbox>
        ) : null}
        <span className="parameter-menu">
          <ParameterMenu {...props} title={title} />
        </span>
      </div>
      <div className="parameter-line">
        {parameter.type === 'ENUM' ? (
          <Caption text={t('parameter.choices')}>
            <Select
              mode="tags"
              open={false}
              suffixIcon={null}
              tokenSeparators={[',', '，']}
              value={parameter.choices}
              status={status('enum')}
              aria-label={`${title}: ${t('parameter.choices')}`}
              maxCount={limits['inputs[].enum'].maxItems}
              onChange={(choices: string[]) => onChange({ choices })}
            />
          </Caption>
        ) : null}
        <DefaultField {...props} title={title} status={status('values')} />
      </div>
      <div className="parameter-line">
        <Caption text={t('parameter.patternColumn')} className="parameter-pattern">
          <Input
            className="mono"
            value={parameter.pattern}
            status={status('pattern')}
            placeholder={t('parameter.patternExample')}
            aria-label={`${title}: ${t('parameter.patternColumn')}`}
            maxLength={limits['inputs[].pattern'].maxLength}
            onChange={(event) => onChange({ pattern: event.target.value })}
          />
        </Caption>
        <Caption text={t('parameter.description')}>
          <Input
            value={parameter.description}
            status={status('description')}
            aria-label={`${title}: ${t('parameter.description')}`}
            maxLength={limits['inputs[].description'].maxLength}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        </Caption>
      </div>
      {wrong.length > 0 ? (
        <p className="field-error" role="status">
          {[...new Set(wrong)].join(' ')}
        </p>
      ) : null}
    </fieldset>
  );
}

function ParameterMenu({ number, of, title, onMove, onRemove }: ParameterProps & { title: string }) {
  const { t } = useTranslation(['apps', 'common']);
  return (
    <MenuButton
      label={`${t('common:action.more')}: ${title}`}
      entries={[
        {
          key: 'up',
          label: t('parameter.up'),
          icon: 'arrowUp',
          disabledReason: number === 1 && t('parameter.first'),
          onSelect: () => onMove(-1),
        },
        {
          key: 'down',
          label: t('parameter.down'),
          icon: 'arrowDown',
          disabledReason: number === of && t('parameter.last'),
          onSelect: () => onMove(1),
        },
        'line',
        { key: 'remove', label: t('common:action.remove'), icon: 'trash', danger: true, onSelect: onRemove },
      ]}
    />
  );
}

type DefaultProps = ParameterProps & { title: string; status: 'error' | undefined };

/** The default: text, one of the list, or for inputs a path chosen from the project. */
function DefaultField({ kind, projectId, project, parameter, title, status, onChange }: DefaultProps) {
  const { t } = useTranslation('apps');
  const [picking, setPicking] = useState(false);
  const load = useMemo(() => pathLoader(projectId, parameter.pattern), [projectId, parameter.pattern]);
  const isPath = parameter.type === 'FILE' || parameter.type === 'DIRECTORY';
  const label = t(kind === 'outputs' && isPath ? 'parameter.outputPath' : 'parameter.value');
  if (parameter.type === 'ENUM')
    return (
      <Caption text={label}>
        <Select
          allowClear
          value={parameter.value || undefined}
          status={status}
          aria-label={`${title}: ${label}`}
          options={parameter.choices.map((value) => ({ value }))}
          onChange={(value: string | undefined) => onChange({ value: value ?? '' })}
        />
      </Caption>
    );
  return (
    <>
      <Caption text={label}>
        <Input
          className="mono"
          value={parameter.value}
          status={status}
          aria-label={`${title}: ${label}`}
          aria-invalid={status ? true : undefined}
          maxLength={limits['inputs[].values[]'].maxLength}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      </Caption>
      {kind === 'inputs' && isPath ? (
        <>
          <Button icon="folderOpen" label={t('parameter.pick')} onClick={() => setPicking(true)} />
          <PathPicker
            open={picking}
            pick={parameter.type === 'FILE' ? 'file' : 'folder'}
            load={load}
            onPick={([path = '/']) => {
              onChange({ value: formatDataPath({ project, path, folder: parameter.type === 'DIRECTORY' }) });
              setPicking(false);
            }}
            onClose={() => setPicking(false)}
          />
        </>
      ) : null}
    </>
  );
}
