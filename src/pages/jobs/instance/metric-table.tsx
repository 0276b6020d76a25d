import { useTranslation } from 'react-i18next';
import { metricText } from './pod-facts.ts';
import { align, type Series } from './series.ts';

/** What scrolls takes the focus, so that it can be scrolled with the keyboard. */
const FOCUSABLE = { tabIndex: 0 } as const;

/** The numbers behind the charts, one line a period; there are never more than 301. */
export function MetricTable({ series }: { series: readonly Series[] }) {
  const { t, i18n } = useTranslation('instance');
  const { times, values } = align(series);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  if (series.length === 0) return null;
  return (
    <section className="instance-numbers" aria-label={t('chart.asTable')} {...FOCUSABLE}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {series.map(({ metric }) => (
              <th key={metric} scope="col">
                {t(`metric.${metric}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((at, place) => (
            <tr key={at}>
              <th scope="row">{time.format(at)}</th>
              {series.map(({ metric, unit }, one) => {
                const value = values[one]?.[place];
                return (
                  <td key={metric}>
                    {value === null || value === undefined ? '' : metricText(value, unit, i18n.language)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
