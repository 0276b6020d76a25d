import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Job } from '#src/api/jobs.ts';
import { Button } from '#src/ui/button.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { Tabs } from '#src/ui/tabs.tsx';
import type { JobUrl, SetJobUrl } from '../job-url.ts';
import { InstanceLog } from '../log/instance-log.tsx';
import { InstanceEvents } from './instance-events.tsx';
import { InstanceOverview } from './instance-overview.tsx';
import { InstancePod } from './instance-pod.tsx';
import { InstanceResources } from './instance-resources.tsx';
import { type Attempt, type Looked, lookedAt, useAttempts } from './use-attempts.ts';
import './instance.css';

const LOOKS = ['overview', 'events', 'resources', 'pod', 'log'] as const;
type Look = (typeof LOOKS)[number];

const lookOf = (text: string): Look => LOOKS.find((look) => look === text) ?? 'overview';

interface Props {
  projectId: string;
  job: Job;
  url: JobUrl;
  setUrl: SetJobUrl;
}

/** One instance beside the page: what it did, why it failed or waits, what it used. All of it is in the address. */
export function InstanceDrawer({ projectId, job, url, setUrl }: Props) {
  const { t } = useTranslation('instance');
  const open = url.look !== '';
  const looked = open ? lookedAt(projectId, job, url.task, url.index) : undefined;
  const name = looked?.name ?? `${url.task}-${url.index}`;
  const title = (
    <span className="instance-title">
      <span className="mono ellipsis">{open ? name : ''}</span>
      {looked ? <Status state={stateOf(looked.sub.status)} /> : null}
    </span>
  );
  return (
    <Drawer
      open={open}
      title={title}
      onClose={() => setUrl({ look: '', attempt: 0 })}
      width={760}
      actions={looked ? <Neighbours job={job} url={url} setUrl={setUrl} /> : undefined}
    >
      {looked ? (
        <OpenInstance key={`${url.task} ${url.index}`} looked={looked} url={url} setUrl={setUrl} />
      ) : (
        <EmptyState icon="job" title={t('gone')} text={t('goneText', { name })} />
      )}
    </Drawer>
  );
}

/** To the instances before and after it, of the same task. */
function Neighbours({ job, url, setUrl }: Omit<Props, 'projectId'>) {
  const { t } = useTranslation('instance');
  const count = job.task_runtime_info?.find(({ task_name }) => task_name === url.task)?.sub_tasks?.length ?? 0;
  if (count < 2) return null;
  const place = `${url.index + 1} / ${count}`;
  const step = (by: -1 | 1, ends: boolean) => (
    <Button
      kind="quiet"
      size="small"
      icon={by < 0 ? 'chevronLeft' : 'chevronRight'}
      label={t(by < 0 ? 'previous' : 'next')}
      disabledReason={ends && place}
      onClick={() => setUrl({ index: url.index + by, attempt: 0 })}
    />
  );
  return (
    <span className="instance-steps">
      {step(-1, url.index === 0)}
      <span className="muted">{place}</span>
      {step(1, url.index + 1 >= count)}
    </span>
  );
}

function OpenInstance({ looked, url, setUrl }: { looked: Looked; url: JobUrl; setUrl: SetJobUrl }) {
  const { t } = useTranslation('instance');
  const { query, attempts, chosen } = useAttempts(looked, url.attempt);
  const look = lookOf(url.look);
  if (!query.data)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton lines={6} />
    );
  const common = { looked, attempt: chosen };
  const contents: Record<Look, () => React.ReactNode> = {
    overview: () => <InstanceOverview {...common} count={attempts.length} setUrl={setUrl} />,
    events: () => <InstanceEvents {...common} />,
    resources: () => <InstanceResources key={chosen?.number ?? 0} {...common} />,
    pod: () => <InstancePod {...common} />,
    log: () => <LogOf looked={looked} attempt={chosen} setUrl={setUrl} />,
  };
  return (
    <div className="instance">
      {chosen && attempts.length > 1 ? (
        <AttemptChoice
          attempts={attempts}
          chosen={chosen}
          onChange={(number) => setUrl({ attempt: number === attempts[0]?.number ? 0 : number })}
        />
      ) : null}
      <Tabs
        active={look}
        onChange={(next) => setUrl({ look: next })}
        tabs={LOOKS.map((key) => ({
          key,
          label: t(`tab.${key}`),
          content: key === look ? contents[key]() : null,
        }))}
      />
    </div>
  );
}

interface ChoiceProps {
  attempts: readonly Attempt[];
  chosen: Attempt;
  onChange(number: number): void;
}

function AttemptChoice({ attempts, chosen, onChange }: ChoiceProps) {
  const { t } = useTranslation(['instance', 'common']);
  const words = ({ number, instance }: Attempt) => {
    const place = t('attemptOf', { attempt: number, count: attempts.length });
    return `${place} · ${t(`common:status.${stateOf(instance.status?.phase)}`)}`;
  };
  return (
    <Select
      className="instance-attempt"
      aria-label={t('attempt')}
      value={chosen.number}
      popupMatchSelectWidth={false}
      options={attempts.map((attempt) => ({ value: attempt.number, label: words(attempt) }))}
      onChange={onChange}
    />
  );
}

interface LogOfProps {
  looked: Looked;
  attempt: Attempt | undefined;
  setUrl: SetJobUrl;
}

/** The API tells the log of the newest attempt only. */
function LogOf({ looked, attempt, setUrl }: LogOfProps) {
  const { t } = useTranslation('instance');
  if (attempt && !attempt.newest)
    return (
      <EmptyState
        icon="file"
        title={t('logOfNewest')}
        action={<Button onClick={() => setUrl({ attempt: 0 })}>{t('toNewest')}</Button>}
      />
    );
  return (
    <div className="log">
      <InstanceLog key={attempt?.number ?? 0} {...looked.of} moving={looked.moving} />
    </div>
  );
}
