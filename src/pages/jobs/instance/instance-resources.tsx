import { useQueries, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instanceMetricQuery, instancePodQuery, type MetricMethod } from '#src/api/instances.ts';
import { Button } from '#src/ui/button.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { MetricTable } from './metric-table.tsx';
import { metricText, podFacts } from './pod-facts.ts';
import { align, CHARTS, type Chart, METRICS, type Series, summary } from './series.ts';
import { type Attempt, type Looked, spanOf } from './use-attempts.ts';

const UsageChart = lazy(async () => ({ default: (await import('./usage-chart.tsx')).UsageChart }));

/** How often what is being measured is asked for. */
const EVERY = 5_000;
const MINUTE = 60_000;
const SPANS = { whole: undefined, last60: 60 * MINUTE, last15: 15 * MINUTE } as const;
type Span = keyof typeof SPANS;
const METHODS = ['maximum', 'average', 'minimum'] as const satisfies readonly MetricMethod[];

interface Props {
  looked: Looked;
  attempt: Attempt | undefined;
}

/** What an attempt used over time, as charts and as numbers. */
export function InstanceResources({ looked, attempt }: Props) {
  const { t } = useTranslation('instance');
  const pod = useQuery({
    ...instancePodQuery(attempt?.of ?? { ...looked.of, name: '' }),
    enabled: attempt !== undefined,
  });
  if (attempt && !pod.data && !pod.error) return <Skeleton lines={6} />;
  const { started, finished } = spanOf(looked, attempt, podFacts(pod.data?.metadata));
  if (!attempt || !started) return <EmptyState icon="info" title={t('chart.notRun')} text={t('chart.notRunText')} />;
  // Times on the wire are whole seconds: the end is the end of its second.
  const window = { from: Date.parse(started), ...(finished ? { to: Date.parse(finished) + 999 } : {}) };
  return <Measured looked={looked} attempt={attempt} window={window} />;
}

interface MeasuredProps extends Props {
  attempt: Attempt;
  window: { from: number; to?: number };
}

function useSeries({ attempt, window }: MeasuredProps, method: MetricMethod, span: Span) {
  const last = SPANS[span];
  const moving = window.to === undefined;
  return useQueries({
    queries: METRICS.map((metric) => ({
      ...instanceMetricQuery(attempt.of, { metric, method, ...window, ...(last ? { last } : {}) }),
      // What was never measured is not asked for again and again.
      refetchInterval: ({ state }: { state: { data?: { data_points?: unknown[] } } }) =>
        moving && (metric === METRICS[0] || state.data?.data_points?.length !== 0) ? EVERY : (false as const),
    })),
    combine: (results) => ({
      series: results.map(
        ({ data }, place): Series => ({
          metric: METRICS[place] ?? METRICS[0],
          unit: data?.data_points?.[0]?.unit,
          points: data?.data_points ?? [],
        }),
      ),
      reading: results.some(({ isPending }) => isPending),
      error: results.find(({ error, data }) => error && !data)?.error,
      again: () => results.map(({ refetch }) => refetch()),
    }),
  });
}

function Measured(props: MeasuredProps) {
  const { looked, window } = props;
  const { t } = useTranslation('instance');
  const [method, setMethod] = useState<MetricMethod>('maximum');
  const [span, setSpan] = useState<Span>('whole');
  const [listed, setListed] = useState(false);
  const { series, reading, error, again } = useSeries(props, method, span);
  const measured = series.filter(({ points }) => points.length > 0);
  if (error) return <ErrorState error={error} onRetry={() => void again()} />;
  if (reading && measured.length === 0) return <Skeleton lines={6} />;
  if (measured.length === 0 && span === 'whole') return <NothingMeasured moving={window.to === undefined} />;
  const missing = series.filter(({ points }) => points.length === 0);
  return (
    <div className="stack">
      <div className="instance-bar">
        <span className="row">
          <span className="muted">{t('chart.method')}</span>
          <Select
            aria-label={t('chart.method')}
            value={method}
            popupMatchSelectWidth={false}
            options={METHODS.map((value) => ({ value, label: t(`chart.${value}`) }))}
            onChange={setMethod}
          />
        </span>
        <span className="row">
          <span className="muted">{t('chart.span')}</span>
          <Select
            aria-label={t('chart.span')}
            value={span}
            popupMatchSelectWidth={false}
            options={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`chart.${value}`) }))}
            onChange={setSpan}
          />
        </span>
        <span className="grow" />
        <span className="instance-steps">
          <Button size="small" pressed={!listed} onClick={() => setListed(false)}>
            {t('chart.asChart')}
          </Button>
          <Button size="small" pressed={listed} onClick={() => setListed(true)}>
            {t('chart.asTable')}
          </Button>
        </span>
      </div>
      {measured.length === 0 ? <EmptyState icon="info" title={t('chart.emptySpan')} /> : null}
      {listed ? <MetricTable series={measured} /> : <Charts looked={looked} series={measured} />}
      {missing.length > 0 && measured.length > 0 ? (
        <p className="muted">
          {t('chart.unmeasured', { names: missing.map(({ metric }) => t(`metric.${metric}`)).join(', ') })}
        </p>
      ) : null}
    </div>
  );
}

function NothingMeasured({ moving }: { moving: boolean }) {
  const { t } = useTranslation('instance');
  return moving ? (
    <EmptyState icon="info" title={t('chart.notYet')} text={t('chart.notYetText')} />
  ) : (
    <EmptyState icon="info" title={t('chart.tooShort')} text={t('chart.tooShortText')} />
  );
}

function Charts({ looked, series }: { looked: Looked; series: readonly Series[] }) {
  return (Object.keys(CHARTS) as Chart[]).map((chart) => {
    const drawn = series.filter(({ metric }) => (CHARTS[chart] as readonly string[]).includes(metric));
    return drawn.length > 0 ? <OneChart key={chart} chart={chart} looked={looked} series={drawn} /> : null;
  });
}

function OneChart({ chart, looked, series }: { chart: Chart; looked: Looked; series: readonly Series[] }) {
  const { t, i18n } = useTranslation('instance');
  const { resources } = looked.job.tasks?.find(({ task_name }) => task_name === looked.of.task) ?? {};
  const asked = (chart === 'cpu' ? resources?.cpu : resources?.memory) ?? '';
  const unit = series[0]?.unit;
  const drawn = useMemo(() => align(series), [series]);
  const words = series.map((one) => {
    const { max = 0, last = 0 } = summary(one) ?? {};
    const text = (value: number) => metricText(value, one.unit, i18n.language);
    return t('chart.summary', { name: t(`metric.${one.metric}`), max: text(max), last: text(last) });
  });
  return (
    <figure className="instance-chart">
      <figcaption>
        <strong>{t(`chart.${chart}`, { asked })}</strong>
        <span className="muted">{words.join(' · ')}</span>
      </figcaption>
      <Suspense fallback={<div className="instance-chart-space" />}>
        <UsageChart
          label={words.join('; ')}
          names={series.map(({ metric }) => t(`metric.${metric}`))}
          timeLabel={t('chart.time')}
          data={drawn}
          format={(value) => metricText(value, unit, i18n.language)}
          language={i18n.language}
        />
      </Suspense>
    </figure>
  );
}
