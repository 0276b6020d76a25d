import { expect, test } from 'vitest';
import type { AppSignature, WorkflowDocument } from '#core/workflow/types.ts';
import { badLabel, judge, pointerOf, refusedInputs } from './judge.ts';
import { freshValues, withInput, withResource } from './launch-values.ts';

const app: AppSignature = {
  id: 'app',
  name: 'count',
  version: '1.0',
  inputs: [{ name: 'reads', type: 'FILE', required: true, concurrent: 'vars_iter' }],
  outputs: [],
};
const document: WorkflowDocument = {
  name: 'w',
  version: '1',
  output_dir: '/runs',
  tasks: [{ task_name: 'count', app_id: 'app' }],
};
const launchable = { toolId: 'w1', document, lookup: () => app, projectName: 'demo' };

test('what is missing is found at its field, and the count is open', () => {
  const { problems, plan, instances } = judge(launchable, freshValues('w-1'));
  expect(plan).toBeUndefined();
  expect(problems.map((problem) => [problem.code, pointerOf(problem)])).toEqual([
    ['eihealth.01050201', '/tasks/count/inputs/reads'],
  ]);
  expect(instances.get('count')).toBeUndefined();
});

test('a whole form gives a plan with a folder of its own', () => {
  const tasks = withInput({}, 'count', 'reads', ['/a', '/b', '/c']);
  const { plan, problems } = judge(launchable, { ...freshValues('w-1'), tasks });
  expect(problems).toEqual([]);
  expect([plan?.instanceCount, plan?.outputDir]).toEqual([3, '/runs/w-1-…']);
});

test('a wrong resource is found at its field', () => {
  let tasks = withInput({}, 'count', 'reads', ['/a']);
  tasks = withResource(tasks, 'count', 'cpu', '900C');
  const { problems } = judge(launchable, { ...freshValues('w-1'), tasks });
  expect(problems.map(pointerOf)).toEqual(['/tasks/count/resources/cpu']);
});

test('a refusal is shown at the value it names', () => {
  const inputs: [string, string[]][] = [
    ['/tasks/a/inputs/ref', ['/ref/a.fa']],
    ['/tasks/b/inputs/reads', ['/in/x.fq']],
  ];
  expect(refusedInputs('The OBS file path demo:/in/x.fq is invalid', inputs)).toEqual(['/tasks/b/inputs/reads']);
  expect(refusedInputs('The required input ref of task a has no value.', inputs)).toEqual(['/tasks/a/inputs/ref']);
  expect(refusedInputs('The quota is used up', inputs)).toEqual([]);
});

test('labels have to have the documented form', () => {
  expect(badLabel(['run 1', '样本'])).toBeUndefined();
  expect(badLabel(['ok', 'a/b'])).toBe('a/b');
});

test('what no node can give is found at its field, with everything else', () => {
  const nodes = [{ cpuType: 'X86' as const, cpus: 2, memoryBytes: 2 ** 33, gpus: 0 }];
  let tasks = withResource({}, 'count', 'cpu', '3C');
  const found = () =>
    judge({ ...launchable, nodes }, { ...freshValues('w-1'), tasks, node_label: '-odd-' }).problems.map((problem) => [
      problem.code,
      pointerOf(problem),
    ]);
  expect(found()).toEqual([
    ['eihealth.01050201', '/tasks/count/inputs/reads'],
    ['eihealth.01000051', '/node_label'],
    ['eihealth.01050206', '/tasks/count/resources/cpu'],
  ]);
  tasks = withResource({}, 'count', 'cpu_type', 'ARM');
  expect(found().at(-1)).toEqual(['eihealth.01050205', '/tasks/count/resources/cpu_type']);
});
