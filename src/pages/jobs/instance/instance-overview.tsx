import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { instanceEventsQuery, instancePodQuery, taskEventsQuery } from '#src/api/instances.ts';
import { jobLogQuery } from '#src/api/jobs.ts';
import { pollWhile } from '#src/api/query.ts';
import { formatSize } from '#src/lib/format.ts';
import { Button } from '#src/ui/button.tsx';
import { InlineError } from '#src/ui/error-state.tsx';
import { Icon } from '#src/ui/icon.tsx';
import { Section } from '#src/ui/page.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { Duration, Tag, Time } from '#src/ui/values.tsx';
import { eventLanguage } from '../failure-card.tsx';
import type { SetJobUrl } from '../job-url.ts';
import { resourcesText } from '../task-lines.ts';
import { eventReason, nextStep, type Why, whyOf } from './instance-words.ts';
import { computeTime, type PodFacts, podFacts } from './pod-facts.ts';
import { type Attempt, type Looked, spanOf } from './use-attempts.ts';

interface Props {
  looked: Looked;
  attempt: Attempt | undefined;
  count: number;
  setUrl: SetJobUrl;
}

/** What an attempt is and did at a glance: why it failed or waits first, then facts, then the end of its log. */
export function InstanceOverview({ looked, attempt, count, setUrl }: Props) {
  const { moving } = looked;
  const why = useWhy(looked, attempt);
  const pod = useQuery({
    ...instancePodQuery(attempt?.of ?? { ...looked.of, name: '' }),
    enabled: attempt !== undefined,
    refetchInterval: pollWhile(moving),
  });
  return (
    <div className="stack">
      {why.found ? <WhyCard why={why.found} /> : null}
      {why.error ? <InlineError error={why.error} /> : null}
      {pod.error ? <InlineError error={pod.error} /> : null}
      <Facts looked={looked} attempt={attempt} count={count} pod={podFacts(pod.data?.metadata)} />
      {attempt?.newest ? <LastLines looked={looked} onWhole={() => setUrl({ look: 'log' })} /> : null}
    </div>
  );
}

/** The newest attempt also has what the instance waits for; an older one only what happened to itself. */
function useWhy({ of, moving }: Looked, attempt: Attempt | undefined) {
  const { i18n } = useTranslation();
  const language = eventLanguage(i18n.language);
  const older = attempt && !attempt.newest ? attempt : undefined;
  const newest = useQuery({
    ...taskEventsQuery(of, language),
    enabled: !older,
    refetchInterval: pollWhile(moving),
  });
  const own = useQuery({
    ...instanceEventsQuery(older?.of ?? { ...of, name: '' }, language),
    enabled: older !== undefined,
  });
  const { data, error } = older ? own : newest;
  const events = data?.events ?? [];
  // What went before the newest attempt does not explain its state.
  const made = events.findLastIndex(({ reason }) => reason === 'SuccessfulCreate');
  return { found: whyOf(events.slice(Math.max(0, made))), error };
}

function WhyCard({ why: { kind, event } }: { why: Why }) {
  const { t } = useTranslation(['instance', 'jobs', 'common']);
  const reason = event.reason ?? '';
  return (
    <section className={`instance-why instance-why-${kind}`} aria-label={t(`why.${kind}`)}>
      <h3>
        <Icon name={kind === 'waiting' ? 'info' : 'warning'} />
        <span>
          {t(`why.${kind}`)}
          {/* What is waited for is all in the message. */}
          {kind === 'waiting' ? null : `: ${eventReason(reason, t)}`}
        </span>
      </h3>
      <p className="instance-message">{event.message}</p>
      <p className="muted">{nextStep(reason, t)}</p>
    </section>
  );
}

interface FactsProps {
  looked: Looked;
  attempt: Attempt | undefined;
  count: number;
  pod: PodFacts;
}

function Facts({ looked, attempt, count, pod }: FactsProps) {
  const { t } = useTranslation(['instance', 'common']);
  const { status } = attempt?.instance ?? {};
  const task = looked.job.tasks?.find(({ task_name }) => task_name === looked.of.task);
  const image = task?.app_info?.app_image || pod.image;
  const ofNewest = attempt?.newest ?? true;
  const { started, finished } = spanOf(looked, attempt, pod);
  return (
    <dl className="job-facts">
      <dt>{t('fact.state')}</dt>
      <dd>
        <Status state={stateOf(ofNewest ? looked.sub.status : status?.phase)} />
      </dd>
      <dt>{t('attempt')}</dt>
      <dd>{attempt ? t('attemptOf', { attempt: attempt.number, count }) : t('noAttempt')}</dd>
      <dt>{t('fact.exitCode')}</dt>
      <dd className="mono">{pod.exitCode ?? <span className="muted">{t('fact.noExitCode')}</span>}</dd>
      <dt>{t('fact.started')}</dt>
      <dd>
        <Time at={started} />
      </dd>
      <dt>{t('fact.duration')}</dt>
      <dd>
        <Duration from={started} {...(finished ? { to: finished } : {})} />
      </dd>
      <dt>{t('fact.node')}</dt>
      <dd className="mono">
        {[status?.host_name, status?.host_ip].filter(Boolean).join(' · ') || (
          <span className="muted">{t('common:time.none')}</span>
        )}
      </dd>
      <dt>{t('fact.asked')}</dt>
      <dd className="mono">{resourcesText(task?.resources)}</dd>
      <dt>{t('fact.isolation')}</dt>
      <dd>
        <Isolation isolated={pod.isolated} />
      </dd>
      <dt>{t('fact.image')}</dt>
      <dd className="instance-image">
        {image ? <span className="mono">{image}</span> : <span className="muted">{t('common:time.none')}</span>}
        {image && pod.imageUsed !== undefined ? (
          <Tag tone={pod.imageUsed ? 'plain' : 'warn'}>{t(pod.imageUsed ? 'fact.imageUsed' : 'fact.imageNotUsed')}</Tag>
        ) : null}
      </dd>
      <dt>{t('fact.used')}</dt>
      <dd>
        <Used pod={pod} over={finished !== undefined} />
      </dd>
    </dl>
  );
}

function Isolation({ isolated }: { isolated: boolean | undefined }) {
  const { t } = useTranslation(['jobs', 'common']);
  if (isolated === undefined) return <span className="muted">{t('common:time.none')}</span>;
  return <Tag tone={isolated ? 'plain' : 'warn'}>{t(isolated ? 'jobs:isolated' : 'jobs:notIsolated')}</Tag>;
}

function Used({ pod, over }: { pod: PodFacts; over: boolean }) {
  const { cpuSeconds, peakMemoryBytes, readBytes, writtenBytes } = pod;
  const { t, i18n } = useTranslation('instance');
  const size = (bytes: number) => formatSize(bytes, i18n.language);
  const words = [
    cpuSeconds === undefined ? '' : t('fact.cpuTime', { time: computeTime(cpuSeconds, i18n.language) }),
    peakMemoryBytes === undefined ? '' : t('fact.peak', { size: size(peakMemoryBytes) }),
    readBytes === undefined ? '' : t('fact.read', { size: size(readBytes) }),
    writtenBytes === undefined ? '' : t('fact.written', { size: size(writtenBytes) }),
  ].filter(Boolean);
  return words.length > 0 ? (
    words.join(' · ')
  ) : (
    <span className="muted">{t(over ? 'fact.notMeasured' : 'fact.usedLater')}</span>
  );
}

const LAST = 12;

function LastLines({ looked, onWhole }: { looked: Looked; onWhole(): void }) {
  const { t } = useTranslation(['instance', 'jobs']);
  const { projectId, jobId, task, index } = looked.of;
  const log = useQuery({
    ...jobLogQuery(projectId, jobId, { task_name: task, task_index: String(index) }),
    refetchInterval: pollWhile(looked.moving),
  });
  const lines = log.data?.logs?.slice(-LAST) ?? [];
  return (
    <Section
      title={t('lastLines')}
      extra={
        <Button size="small" onClick={onWhole}>
          {t('wholeLog')}
        </Button>
      }
    >
      {log.error ? <InlineError error={log.error} /> : null}
      {lines.length > 0 ? (
        <pre className="job-code instance-lines">{lines.map(({ content }) => content).join('\n')}</pre>
      ) : log.data ? (
        <p className="instance-lines muted">{t('jobs:log.none')}</p>
      ) : null}
    </Section>
  );
}
