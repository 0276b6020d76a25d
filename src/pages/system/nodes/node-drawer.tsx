import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import labelLimits from '#contracts/generated/limits/eihealth.batchUpdateNodeLabel.ts';
import scheduleLimits from '#contracts/generated/limits/eihealth.updateSchedule.ts';
import { isNodeLabel } from '#core/nodes/placement.ts';
import { configQuery } from '#src/api/console.ts';
import { clusterLabelsQuery, presetLabelsQuery, updateNodeLabels, updateSchedule } from '#src/api/nodes.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { type Access, useOffered } from '#src/api/use-permission.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { SwitchField, TagsField, TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { useForm } from '#src/ui/use-form.ts';
import { CopyText } from '#src/ui/values.tsx';
import { Capacity, memoryText } from './capacity.tsx';
import type { NodeRow } from './node-rows.ts';
import { NodeStateTag } from './node-state.tsx';

interface Props {
  open: boolean;
  nodeId: string;
  /** Undefined while they are being read. */
  rows: readonly NodeRow[] | undefined;
  error: unknown;
  onRetry(): void;
  admin: Access;
  onClose(): void;
}

/** What is known of a node, its labels and whether it takes instances. */
export function NodeDrawer({ open, nodeId, rows, error, onRetry, admin, onClose }: Props) {
  const { t } = useTranslation('system');
  const row = rows?.find(({ id }) => id === nodeId);
  const content = () => {
    if (row)
      return (
        <>
          <NodeFacts row={row} />
          <NodeForm key={row.id} row={row} admin={admin} onClose={onClose} />
        </>
      );
    if (error) return <ErrorState error={error} onRetry={onRetry} />;
    return rows ? <EmptyState icon="settings" title={t('nodes.gone')} /> : <Skeleton />;
  };
  return (
    <Drawer open={open} title={t('nodes.editTitle', { name: row?.name ?? '…' })} onClose={onClose}>
      {content()}
    </Drawer>
  );
}

function NodeFacts({ row }: { row: NodeRow }) {
  const { t } = useTranslation('system');
  const { id, cpu, memory, gpu, kind, node } = row;
  const accelerators = (count: number) => (kind?.gpuType ? `${count} × ${kind.gpuType}` : String(count));
  return (
    <dl className="node-facts">
      <dt>{t('nodes.column.state')}</dt>
      <dd>
        <NodeStateTag row={row} />
        {row.state === 'open' || !row.state ? null : (
          <p className="muted">{node.failure_reason || t('nodes.noReason')}</p>
        )}
      </dd>
      <dt>{t('nodes.column.id')}</dt>
      <dd>
        <CopyText text={id} />
      </dd>
      <dt>{t('nodes.column.flavor')}</dt>
      <dd className="mono">{node.spec?.name ?? t('nodes.unknown')}</dd>
      <dt>{t('nodes.column.cpu')}</dt>
      <dd>
        <Capacity amount={cpu} words={(value) => `${value}C`} />
      </dd>
      <dt>{t('nodes.column.memory')}</dt>
      <dd>
        <Capacity amount={memory} words={memoryText} />
      </dd>
      <dt>{t('nodes.column.gpu')}</dt>
      <dd>
        <Capacity amount={gpu} words={accelerators} />
      </dd>
    </dl>
  );
}

const LIMITS = {
  labels: labelLimits.labels,
  'labels[]': labelLimits['labels[].name'],
  schedulable: scheduleLimits.schedulable,
  reason: scheduleLimits.reason,
};

const sameSet = (a: readonly string[], b: readonly string[]) => [...a].sort().join('\n') === [...b].sort().join('\n');

function NodeForm({ row, admin, onClose }: { row: NodeRow; admin: Access; onClose(): void }) {
  const { t } = useTranslation(['system', 'common']);
  const toast = useToast();
  const config = useQuery(configQuery());
  const known = useQuery(clusterLabelsQuery());
  const preset = useQuery(presetLabelsQuery());
  const setLabels = useApiMutation(updateNodeLabels);
  const setSchedule = useApiMutation(updateSchedule);
  const labelling = useOffered('eihealth', 'batchUpdateNodeLabel');
  const scheduling = useOffered('eihealth', 'updateSchedule');
  const embedded = config.data?.services.eihealth?.mode === 'embedded';
  const before = { labels: row.node.node_labels ?? [], schedulable: row.node.schedulable !== false };
  const reasonBefore = before.schedulable ? '' : (row.node.failure_reason ?? '');
  const form = useForm({
    initial: { ...before, reason: reasonBefore },
    limits: LIMITS,
    check: ({ labels }): Record<string, string> => {
      const max = LIMITS['labels[]'].maxLength;
      const label = labels.find((candidate) => !isNodeLabel(candidate) || candidate.length > max);
      return label === undefined ? {} : { '/labels': t('nodes.field.labelBad', { label, max }) };
    },
    submit: async ({ labels, schedulable, reason }) => {
      if (!sameSet(labels, before.labels)) await setLabels.mutateAsync({ nodeId: row.id, labels });
      const told = schedulable ? '' : reason;
      if (schedulable !== before.schedulable || told !== reasonBefore)
        await setSchedule.mutateAsync({ nodeId: row.id, schedulable, ...(told && embedded ? { reason: told } : {}) });
      toast.done(t('nodes.savedDone'));
      onClose();
    },
  });
  const ofScheduler = embedded && config.data?.executor.kind === 'slurm' && t('nodes.ofScheduler');
  const suggestions = [...(preset.data?.labels ?? []), ...(known.data?.labels ?? [])].map(({ name = '' }) => name);
  return (
    <Form form={form} submitLabel={t('common:action.save')} disabledReason={admin.reason} onCancel={onClose}>
      <TagsField
        form={form}
        name="labels"
        label={t('nodes.field.labels')}
        help={ofScheduler || t('nodes.field.labelsHelp')}
        suggestions={[...new Set(suggestions)]}
        disabledReason={labelling.reason || ofScheduler}
      />
      <SwitchField
        form={form}
        name="schedulable"
        label={t('nodes.field.schedulable')}
        help={t('nodes.field.schedulableHelp')}
        disabledReason={scheduling.reason || (row.state === 'down' && t('nodes.stateHint.down'))}
      />
      {embedded && !form.values.schedulable ? (
        <TextField form={form} name="reason" label={t('nodes.field.reason')} help={t('nodes.field.reasonHelp')} />
      ) : null}
    </Form>
  );
}
