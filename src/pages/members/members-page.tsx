import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import limits from '#contracts/generated/limits/eihealth.updateMember.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { useSession } from '#src/session/use-session.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import type { Column } from '#src/ui/data-table-types.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Page } from '#src/ui/page.tsx';
import { CopyText } from '#src/ui/values.tsx';
import { AddMember } from './add-member.tsx';
import { MemberRole } from './member-role.tsx';
import { type Member, memberRows, membersOf } from './member-rows.ts';
import { RemoveMembers } from './remove-members.tsx';

const URL_STATE = { q: '', role: '', sort: 'role', dir: 'asc', add: false };

export function prefetchMembers({ projectId = '' }: Record<string, string>): void {
  void queryClient.prefetchQuery(projectQuery(projectId));
}

export function MembersPage() {
  const { projectId = '' } = useParams();
  const { t } = useTranslation(['members', 'common']);
  const { user } = useSession();
  const [url, setUrl] = useUrlState(URL_STATE);
  const { data: project, error, refetch } = useQuery(projectQuery(projectId));
  const access = usePermission(projectId, 'members');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [leaving, setLeaving] = useState<readonly Member[]>([]);
  const sort = { key: url.sort, dir: url.dir === 'desc' ? ('desc' as const) : ('asc' as const) };
  const members = useMemo(() => project && membersOf(project), [project]);
  const rows = members && memberRows(members, { q: url.q, role: url.role }, sort);

  const columns: Column<Member>[] = [
    {
      key: 'name',
      title: t('column.name'),
      sortable: true,
      render: ({ id, name }) => (
        <span className="row">
          <span>{name}</span>
          {id === user.id ? <span className="muted">{t('self')}</span> : null}
        </span>
      ),
    },
    {
      key: 'role',
      title: t('column.role'),
      width: '220px',
      sortable: true,
      narrow: 'aside',
      render: (member) => <MemberRole projectId={projectId} member={member} reason={access.reason} />,
    },
    { key: 'id', title: t('column.id'), width: '200px', render: ({ id }) => <CopyText text={id} /> },
  ];

  /** The owner stays, whoever asks. */
  const removalReason = (member: Member) => access.reason || (member.role === 'owner' && t('owner'));
  const chosen = (members ?? []).filter(({ id, role }) => selected.has(id) && role !== 'owner');
  const add = (
    <Button
      kind="primary"
      icon="plus"
      disabledReason={access.reason}
      onClick={() => setUrl({ add: true }, { push: true })}
    >
      {t('add')}
    </Button>
  );

  return (
    <Page
      title={t('title')}
      crumbs={[
        { label: t('common:nav.projects'), to: paths.projects() },
        { label: project?.name ?? '…', to: paths.project(projectId) },
      ]}
      actions={add}
      fill
    >
      <FilterBar
        search={{ value: url.q, placeholder: t('search'), onChange: (q) => setUrl({ q }) }}
        choices={[
          {
            key: 'role',
            label: t('column.role'),
            value: url.role,
            choices: (['owner', ...limits.role.enum] as const).map((role) => ({
              value: role,
              label: t(`common:role.${role}`),
            })),
            onChange: (role) => setUrl({ role }),
          },
        ]}
        count={rows?.length}
      />
      <DataTable
        label={t('title')}
        storageKey="members"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        error={error}
        onRetry={refetch}
        sort={sort}
        onSort={({ key, dir }) => setUrl({ sort: key, dir })}
        filtered={Boolean(url.q || url.role)}
        onClearFilters={() => setUrl({ q: '', role: '' })}
        selection={{
          keys: selected,
          onChange: setSelected,
          bulk: (
            <Button
              size="small"
              icon="trash"
              disabledReason={access.reason || (chosen.length === 0 && t('owner'))}
              onClick={() => setLeaving(chosen)}
            >
              {t('remove')}
            </Button>
          ),
        }}
        rowActions={(member) => (
          <Button
            kind="danger-quiet"
            size="small"
            icon="trash"
            label={`${t('remove')}: ${member.name}`}
            disabledReason={removalReason(member)}
            onClick={() => setLeaving([member])}
          />
        )}
        empty={<EmptyState icon="members" title={t('empty.title')} text={t('empty.text')} action={add} />}
      />
      <AddMember open={url.add} projectId={projectId} members={members ?? []} onClose={() => setUrl({ add: false })} />
      <RemoveMembers
        projectId={projectId}
        members={leaving}
        onDone={() => setSelected(new Set())}
        onClose={() => setLeaving([])}
      />
    </Page>
  );
}
