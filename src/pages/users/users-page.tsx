import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createUser.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePlatformAdmin } from '#src/api/use-permission.ts';
import { type PlatformUser, usersQuery } from '#src/api/users.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import type { Column } from '#src/ui/data-table-types.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Page } from '#src/ui/page.tsx';
import { Tag, Time } from '#src/ui/values.tsx';
import { LimitsDrawer } from './limits-drawer.tsx';
import { UserActions } from './user-actions.tsx';
import { UserDrawer } from './user-drawer.tsx';
import { userRows } from './user-rows.ts';

const URL_STATE = { q: '', role: '', sort: 'name', dir: 'asc', edit: '', limits: '' };
/** Value of `edit` for a user who does not exist yet. */
const NEW = 'new';

export function prefetchUsers(): void {
  void queryClient.prefetchQuery(usersQuery());
}

export function UsersPage() {
  const { t } = useTranslation(['users', 'common']);
  const [url, setUrl] = useUrlState(URL_STATE);
  const { data, error, refetch } = useQuery(usersQuery());
  const admin = usePlatformAdmin();
  const users = data?.users;
  const sort = { key: url.sort, dir: url.dir === 'desc' ? ('desc' as const) : ('asc' as const) };
  const rows = users && userRows(users, { q: url.q, role: url.role }, sort);
  const columns = useMemo<Column<PlatformUser>[]>(
    () => [
      { key: 'name', title: t('column.name'), sortable: true, render: ({ name }) => name },
      {
        key: 'role',
        title: t('column.role'),
        width: '190px',
        sortable: true,
        narrow: 'aside',
        render: ({ role }) => (role ? <RoleTag role={role} text={t(`common:role.${role}`)} /> : '–'),
      },
      {
        key: 'status',
        title: t('column.status'),
        width: '110px',
        render: ({ status }) =>
          status === 'ACTIVE' || !status ? t('common:status.active') : <Tag tone="warn">{status}</Tag>,
      },
      { key: 'email', title: t('column.email'), sortable: true, render: ({ email }) => email || '–' },
      {
        key: 'phone',
        title: t('column.phone'),
        width: '160px',
        narrow: 'none',
        render: ({ areacode, phone }) => (phone ? `${areacode ?? ''} ${phone}` : '–'),
      },
      {
        key: 'source',
        title: t('column.source'),
        width: '100px',
        hidden: true,
        narrow: 'none',
        render: ({ source }) => (source ? t(`source.${source}`) : '–'),
      },
      {
        key: 'created',
        title: t('column.created'),
        width: '150px',
        sortable: true,
        narrow: 'none',
        render: ({ create_time }) => <Time at={create_time} />,
      },
    ],
    [t],
  );
  const create = (
    <Button
      kind="primary"
      icon="plus"
      disabledReason={admin.reason}
      onClick={() => setUrl({ edit: NEW }, { push: true })}
    >
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={create} fill>
      <FilterBar
        search={{ value: url.q, placeholder: t('search'), onChange: (q) => setUrl({ q }) }}
        choices={[
          {
            key: 'role',
            label: t('column.role'),
            value: url.role,
            choices: limits.role.enum.map((role) => ({ value: role, label: t(`common:role.${role}`) })),
            onChange: (role) => setUrl({ role }),
          },
        ]}
        count={rows?.length}
      />
      <DataTable
        label={t('title')}
        storageKey="users"
        columns={columns}
        rows={rows}
        rowKey={({ id = '' }) => id}
        rowName={({ name = '' }) => name}
        error={error}
        onRetry={refetch}
        sort={sort}
        onSort={({ key, dir }) => setUrl({ sort: key, dir })}
        filtered={Boolean(url.q || url.role)}
        onClearFilters={() => setUrl({ q: '', role: '' })}
        onOpen={({ id = '' }) => setUrl({ edit: id }, { push: true })}
        openKey={url.edit}
        rowActions={(user) => (
          <UserActions
            user={user}
            admin={admin}
            onEdit={() => setUrl({ edit: user.id ?? '' }, { push: true })}
            onLimits={() => setUrl({ limits: user.id ?? '' }, { push: true })}
          />
        )}
        empty={<EmptyState icon="user" title={t('empty.title')} text={t('empty.text')} action={create} />}
      />
      <UserDrawer
        userId={url.edit === NEW ? undefined : url.edit}
        open={url.edit !== ''}
        admin={admin}
        onClose={() => setUrl({ edit: '' })}
      />
      <LimitsDrawer userId={url.limits} open={url.limits !== ''} admin={admin} onClose={() => setUrl({ limits: '' })} />
    </Page>
  );
}

function RoleTag({ role, text }: { role: string; text: string }) {
  return role === 'ADMIN' ? <Tag tone="brand">{text}</Tag> : <span>{text}</span>;
}
