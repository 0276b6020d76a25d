import { expect, test } from 'vitest';
import { computeTime, metricText, podFacts } from './pod-facts.ts';

const YAML = `spec:
  enclosure:
    kind: plain
    isolated: false
  containers:
    - name: work
      image: tools/shell:1
      imageUsed: false
status:
  containerStatuses:
    - state:
        terminated:
          exitCode: 137
          startedAt: 2026-11-21T00:50:03Z
  usage:
    cpuSeconds: 1.25
    peakMemoryBytes: 1048576
`;

test('facts are read from YAML', () => {
  expect(podFacts(YAML)).toEqual({
    exitCode: 137,
    startedAt: '2026-11-21T00:50:03Z',
    isolated: false,
    image: 'tools/shell:1',
    imageUsed: false,
    cpuSeconds: 1.25,
    peakMemoryBytes: 1048576,
  });
});

test('facts are read from JSON', () => {
  expect(podFacts('{"image":"a/b:2","state":{"terminated":{"exitCode":0}}}')).toEqual({ exitCode: 0, image: 'a/b:2' });
});

test('what is not there is absent', () => {
  expect(podFacts('metadata:\n  name: exitCode\n')).toEqual({});
  expect(podFacts(undefined)).toEqual({});
});

test.each([
  [0.4217, '0.42 s'],
  [59.9, '59.9 s'],
  [200, '3 min 20 s'],
  [3725, '1 h 2 min 5 s'],
])('%d seconds of computing are %s', (seconds, text) => expect(computeTime(seconds, 'en-US')).toBe(text));

test('values have the unit the platform names', () => {
  expect(metricText(33.25, 'Percent', 'en-US')).toBe('33.3 %');
  expect(metricText(1_400_000, 'bytes/second', 'en-US')).toBe('1.4 MB/s');
  expect(metricText(2, 'NUM', 'en-US')).toBe('2 NUM');
  expect(metricText(2, undefined, 'en-US')).toBe('2');
});
