import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { updateSchedule } from '#src/api/nodes.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { type Access, useOffered } from '#src/api/use-permission.ts';
import { Ask } from '#src/ui/ask.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { useToast } from '#src/ui/toast.ts';
import type { NodeRow } from './node-rows.ts';

interface Props {
  row: NodeRow;
  admin: Access;
  onEdit(): void;
}

/** What can be done with a node, and what the platform does not offer. */
export function NodeActions({ row, admin, onEdit }: Props) {
  const { t } = useTranslation(['system', 'common']);
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const schedule = useApiMutation(updateSchedule);
  const scheduling = useOffered('eihealth', 'updateSchedule');
  const { id, name, node } = row;
  const closed = node.schedulable === false;
  const set = (schedulable: boolean) =>
    schedule.mutate(
      { nodeId: id, schedulable },
      {
        onSuccess: () => {
          toast.done(t(schedulable ? 'nodes.openedDone' : 'nodes.closedDone', { name }));
          setAsking(false);
        },
        onError: schedulable ? toast.failed : undefined,
      },
    );
  // No console of ours starts machines, whatever the platform behind it could do.
  const elsewhere = admin.reason || t('nodes.elsewhere');
  return (
    <>
      <MenuButton
        entries={[
          { key: 'edit', label: t('nodes.edit'), icon: 'edit', onSelect: onEdit },
          {
            key: 'schedule',
            label: t(closed ? 'nodes.open' : 'nodes.close'),
            icon: closed ? 'play' : 'stop',
            disabledReason: admin.reason || scheduling.reason,
            onSelect: () => (closed ? set(true) : setAsking(true)),
          },
          'line',
          { key: 'start', label: t('nodes.start'), disabledReason: elsewhere },
          { key: 'stop', label: t('nodes.stop'), disabledReason: elsewhere },
          { key: 'reboot', label: t('nodes.reboot'), disabledReason: elsewhere },
          { key: 'delete', label: t('nodes.delete'), danger: true, disabledReason: elsewhere },
        ]}
      />
      <Ask
        open={asking}
        title={t('nodes.closeQuestion', { name })}
        confirmLabel={t('nodes.close')}
        busy={schedule.isPending}
        error={schedule.error}
        onConfirm={() => set(false)}
        onClose={() => {
          schedule.reset();
          setAsking(false);
        }}
      >
        <p className="muted">{t('nodes.closeText')}</p>
      </Ask>
    </>
  );
}
