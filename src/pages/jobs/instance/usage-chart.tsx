import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useStore } from '#src/lib/use-store.ts';
import { darkStore } from '#src/ui/theme-mode.ts';
import type { Aligned } from './series.ts';
import 'uplot/dist/uPlot.min.css';

interface Props {
  /** The picture in words. */
  label: string;
  names: readonly string[];
  /** The word for the axis of time. */
  timeLabel: string;
  data: Aligned;
  format(value: number): string;
  language: string;
}

const HEIGHT = 150;
const AXIS_WIDTH = 76;

/** Colours of tokens.css: a canvas takes them as values. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    lines: [of('--running'), of('--cancelled')],
    text: of('--text-soft'),
    grid: of('--line'),
    font: of('--font'),
  };
}

function optionsOf({ names, timeLabel, format, language }: Props, width: number): uPlot.Options {
  const { lines, text, grid, font } = colours();
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const axis: uPlot.Axis = {
    stroke: text,
    font: `12px ${font}`,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    // The last label of the axis stands half outside.
    padding: [8, 28, 0, 0],
    cursor: { y: false, sync: { key: 'instance' } },
    scales: { y: { range: (_chart, _low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [
      { ...axis, size: 28, space: 90, values: (_chart, times) => times.map((time) => clock.format(time * 1000)) },
      { ...axis, size: AXIS_WIDTH, space: 28, values: (_chart, values) => values.map(format) },
    ],
    series: [
      { label: timeLabel, value: (_chart, time) => (time == null ? '–' : clock.format(time * 1000)) },
      ...names.map(
        (name, place): uPlot.Series => ({
          label: name,
          stroke: lines[place] ?? text,
          width: 1.5,
          // Told apart without colours too.
          ...(place > 0 ? { dash: [6, 3] } : { fill: `color-mix(in srgb, ${lines[0]} 12%, transparent)` }),
          spanGaps: true,
          value: (_chart, value) => (value == null ? '–' : format(value)),
        }),
      ),
    ],
  };
}

const dataOf = ({ times, values }: Aligned): uPlot.AlignedData => [times.map((time) => time / 1000), ...values];

/** Lines over time, drawn on a canvas; drawn anew when width, theme or language change. */
export function UsageChart(props: Props) {
  const { label, names, data, language } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const now = useRef(props);
  now.current = props;
  const dark = useStore(darkStore);
  const shape = `${names.join('\n')} ${language} ${dark}`;

  useEffect(() => {
    const element = place.current;
    if (!element || !shape) return;
    const made = new uPlot(optionsOf(now.current, element.clientWidth), dataOf(now.current.data), element);
    chart.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [shape]);

  useEffect(() => chart.current?.setData(dataOf(data)), [data]);

  return <div ref={place} className="instance-chart-space" role="img" aria-label={label} />;
}
