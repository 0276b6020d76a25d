import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import createLimits from '#contracts/generated/limits/eihealth.createProject.ts';
import updateLimits from '#contracts/generated/limits/eihealth.updateProject.ts';
import { createProject, type Project, projectQuery, updateProject } from '#src/api/projects.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { SwitchField, TagsField, TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { useForm } from '#src/ui/use-form.ts';

/** The contract gives the form of a name in words only (4.1.3.1). */
const NAME = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/;

interface ProjectDrawerProps {
  open: boolean;
  /** Undefined: a new project. */
  projectId: string | undefined;
  onClose(): void;
}

export function ProjectDrawer({ open, projectId, onClose }: ProjectDrawerProps) {
  const { t } = useTranslation('projects');
  return (
    <Drawer open={open} title={projectId ? t('edit') : t('create')} onClose={onClose}>
      {projectId ? <EditProject projectId={projectId} onClose={onClose} /> : <CreateProject onClose={onClose} />}
    </Drawer>
  );
}

function CreateProject({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('projects');
  const toast = useToast();
  const environment = useEnvironment();
  const create = useApiMutation(createProject);
  const form = useForm({
    initial: { name: '', description: '', tags: [] as string[], is_core: false },
    limits: createLimits,
    check: ({ name }) => (name && !NAME.test(name) ? { '/name': t('field.nameBad') } : ({} as Record<string, string>)),
    submit: async ({ description, ...values }) => {
      const { id } = await create.mutateAsync({ ...values, description: description || undefined });
      toast.done(t('createdDone', { name: values.name }));
      if (id) environment.navigate(paths.project(id));
    },
  });
  return (
    <Form form={form} submitLabel={t('create')} onCancel={onClose}>
      <TextField form={form} name="name" label={t('field.name')} help={t('field.nameHelp')} mono autoFocus />
      <TextField form={form} name="description" label={t('field.description')} lines={3} />
      <TagsField form={form} name="tags" label={t('field.tags')} help={t('field.tagsHelp')} />
      <SwitchField form={form} name="is_core" label={t('field.core')} help={t('field.coreHelp')} />
    </Form>
  );
}

function EditProject({ projectId, onClose }: { projectId: string; onClose(): void }) {
  const { data, error, refetch } = useQuery(projectQuery(projectId));
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  return data ? <EditForm key={data.id} project={data} onClose={onClose} /> : <Skeleton />;
}

function EditForm({ project, onClose }: { project: Project; onClose(): void }) {
  const { t } = useTranslation(['projects', 'common']);
  const toast = useToast();
  const update = useApiMutation(updateProject);
  const access = usePermission(project.id ?? '', 'describe');
  const form = useForm({
    initial: { description: project.description ?? '', tags: project.tags ?? [] },
    limits: updateLimits,
    submit: async (body) => {
      await update.mutateAsync({ projectId: project.id ?? '', body });
      toast.done(t('savedDone'));
      onClose();
    },
  });
  return (
    <Form form={form} submitLabel={t('common:action.save')} disabledReason={access.reason} onCancel={onClose}>
      <p>
        <strong className="mono">{project.name}</strong>
      </p>
      <TextField form={form} name="description" label={t('field.description')} lines={4} />
      <TagsField form={form} name="tags" label={t('field.tags')} help={t('field.tagsHelp')} />
    </Form>
  );
}
