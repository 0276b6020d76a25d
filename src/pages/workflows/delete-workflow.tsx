import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { deleteWorkflow, type WorkflowSummary, workflowQuery } from '#src/api/workflows.ts';
import { ConfirmDelete } from '#src/ui/confirm-delete.tsx';
import { useToast } from '#src/ui/toast.ts';

interface Props {
  projectId: string;
  /** Undefined: the question is closed. */
  workflow: WorkflowSummary | undefined;
  onClose: () => void;
}

/** Asks before a workflow is deleted, and names what goes with it and what stays. */
export function DeleteWorkflow({ projectId, workflow, onClose }: Props) {
  const { t } = useTranslation('workflows');
  const toast = useToast();
  const remove = useApiMutation(deleteWorkflow);
  const id = workflow?.id ?? '';
  const detail = useQuery({ ...workflowQuery(projectId, id), enabled: id !== '' && remove.isIdle });
  const name = `${workflow?.name ?? ''} ${workflow?.version ?? ''}`;
  const close = () => {
    remove.reset();
    onClose();
  };
  const confirm = () =>
    remove.mutate(
      { projectId, workflowId: id },
      {
        onSuccess: () => {
          toast.done(t('deleted', { name }));
          close();
        },
      },
    );
  return (
    <ConfirmDelete
      open={workflow !== undefined}
      name={name}
      lost={[
        detail.data?.tasks ? t('lost.tasks', { count: detail.data.tasks.length }) : t('lost.definition'),
        t('lost.values'),
      ]}
      note={t('lost.stays')}
      busy={remove.isPending}
      error={remove.error ?? undefined}
      onConfirm={confirm}
      onClose={close}
    />
  );
}
