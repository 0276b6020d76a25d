import { Input, Popover, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';
import { CHIP_FILTERS, type ChipFilter, type ListUrl, TIME_FILTERS } from './job-filters.ts';

interface Props {
  url: ListUrl;
  /** Names of the workflows of the project, to choose from. */
  workflows: readonly string[];
  onChange(change: Partial<ListUrl>): void;
}

/** The filters that have no room in the bar: workflow, creator, labels and times. */
export function JobFilterMenu(props: Props) {
  const { t } = useTranslation('jobs');
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      content={<FilterForm {...props} onClose={() => setOpen(false)} />}
    >
      <span className="menu-anchor">
        <Button icon="filter">{t('filter.more')}</Button>
      </span>
    </Popover>
  );
}

function FilterForm({ url, workflows, onChange, onClose }: Props & { onClose(): void }) {
  const { t } = useTranslation('jobs');
  const [draft, setDraft] = useState<Pick<ListUrl, ChipFilter | 'label'>>(() => ({
    workflow: url.workflow,
    user: url.user,
    label: url.label,
    from: url.from,
    to: url.to,
    finishFrom: url.finishFrom,
    finishTo: url.finishTo,
  }));
  const set = (change: Partial<ListUrl>) => setDraft((now) => ({ ...now, ...change }));
  return (
    <form
      className="job-filters"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(draft);
        onClose();
      }}
    >
      {CHIP_FILTERS.map((filter) => (
        <Labelled key={filter} label={t(`filter.${filter}`)}>
          {(id) =>
            filter === 'workflow' ? (
              <Select
                id={id}
                allowClear
                showSearch
                value={draft.workflow || undefined}
                options={workflows.map((value) => ({ value }))}
                onChange={(workflow: string | undefined) => set({ workflow: workflow ?? '' })}
              />
            ) : (
              <Input
                id={id}
                type={TIME_FILTERS.has(filter) ? 'datetime-local' : 'text'}
                maxLength={128}
                value={draft[filter]}
                onChange={(event) => set({ [filter]: event.target.value })}
              />
            )
          }
        </Labelled>
      ))}
      <Labelled label={t('filter.label')}>
        {(id) => (
          <Select
            id={id}
            mode="tags"
            open={false}
            suffixIcon={null}
            maxCount={5}
            tokenSeparators={[',', '，']}
            value={[...draft.label]}
            onChange={(label: string[]) => set({ label })}
          />
        )}
      </Labelled>
      <div className="job-filters-foot">
        <Button kind="primary" submit>
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  );
}

function Labelled({ label, children }: { label: string; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </>
  );
}

type Chip = { key: string; label: string; onRemove(): void };

/** A chip for every filter the menu has set. */
export function useFilterChips(url: ListUrl, onChange: Props['onChange']): Chip[] {
  const { t, i18n } = useTranslation('jobs');
  const shown = (filter: ChipFilter) =>
    TIME_FILTERS.has(filter)
      ? new Date(url[filter]).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
      : url[filter];
  return [
    ...CHIP_FILTERS.filter((filter) => url[filter] !== '').map((filter) => ({
      key: filter,
      label: `${t(`filter.${filter}`)}: ${shown(filter)}`,
      onRemove: () => onChange({ [filter]: '' }),
    })),
    ...url.label.map((label) => ({
      key: `label ${label}`,
      label: `${t('filter.label')}: ${label}`,
      onRemove: () => onChange({ label: url.label.filter((other) => other !== label) }),
    })),
  ];
}
