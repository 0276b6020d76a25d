import { expect, test } from 'vitest';
import type { App } from '#src/api/apps.ts';
import { appOf, commandsOf, draftOf, emptyDraft, emptyParameter, nextVersion } from './app-draft.ts';
import { appProblems } from './app-problems.ts';

const saved: App = {
  id: 'a1',
  name: 'fastp',
  version: '0.23.4',
  summary: 'Trims reads',
  labels: ['qc'],
  image: 'demo/fastp:0.23',
  commands: ['fastp -i ${reads} \\', '  -o ${clean}', '', 'echo "done ${EIHEALTH_TASK_NAME}"'],
  resources: { cpu_type: 'ARM', cpu: '0.5C', memory: '2G', gpu_type: 'Snt9', gpu: 2 },
  inputs: [
    { name: 'reads', type: 'FILE', required: true, concurrent: 'vars_iter', pattern: '*.fastq.gz', values: ['p:/r'] },
    { name: 'mode', type: 'ENUM', required: false, enum: ['fast', 'exact'], values: ['fast'], description: 'How' },
  ],
  outputs: [{ name: 'clean', type: 'FILE', required: true, values: ['clean.fq'] }],
  node_labels: ['big'],
};

test('an app comes back from its form as it was', () => {
  const { id: _id, ...body } = saved;
  expect(appOf(draftOf(saved))).toEqual({ ...body, resources: { ...body.resources, gpu: '2' } });
});

test('an empty form asks for what the platform gives by default', () => {
  expect(appOf(emptyDraft())).toMatchObject({ resources: { cpu_type: 'X86', cpu: '1C', memory: '1G' }, commands: [] });
});

test('each line is a command; only blank lines at the end are dropped', () => {
  expect(commandsOf('a\n\nb\r\n\n')).toEqual(['a', '', 'b']);
  expect(commandsOf('\n')).toEqual([]);
});

test.each([
  ['1.0.9', '1.0.10'],
  ['v2', 'v3'],
  ['beta', 'beta-2'],
])('after %s comes %s', (version, next) => expect(nextVersion(version)).toBe(next));

const places = (change: Partial<ReturnType<typeof draftOf>>) =>
  appProblems({ ...draftOf(saved), ...change }).map(({ at, problem, limit }) => `${at} ${problem?.key ?? limit?.kind}`);

test('a good app has no problems', () => expect(places({})).toEqual([]));

test.each([
  [{ commands: 'cat ${reeds}' }, ['/commands app-unknown-parameter']],
  [{ commands: 'x'.repeat(257) }, ['/commands length']],
  [{ commands: 'echo 你好' }, ['/commands pattern']],
  [{ commands: 'true\n'.repeat(301) }, ['/commands items']],
  [{ gpu: 3 }, ['/resources/gpu app-resource-snt9']],
  [{ cpu: 200 }, ['/resources/cpu app-resource-range']],
  [{ labels: ['a/b'] }, ['/labels pattern']],
  [
    { inputs: [...draftOf(saved).inputs, { ...emptyParameter(), name: 'clean' }] },
    ['/outputs/0/name app-duplicate-parameter'],
  ],
  [
    { outputs: [...draftOf(saved).outputs, { ...emptyParameter('ENUM'), name: 'kind', value: 'x' }] },
    ['/outputs/1/enum app-enum-empty', '/outputs/1/values app-enum-default'],
  ],
])('problems stand at their fields: %#', (change, expected) => expect(places(change)).toEqual(expected));
