import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { app, input, lookupOf, output, task, workflow } from '../workflow/testing.ts';
import type { WorkflowDocument } from '../workflow/types.ts';
import { instanceOutputDir, instanceValues, plannedTask } from './instance.ts';
import { dagOf, type JobRequest, planJob } from './plan.ts';
import type { JobPlan } from './types.ts';

const vars = { concurrent: 'vars_iter' } as const;
const lookup = lookupOf(
  app(
    'split',
    [
      input('reads', { type: 'DIRECTORY' }),
      input('sample', { type: 'STRING', required: true, ...vars }),
      input('lane', { type: 'STRING', ...vars }),
      input('mode', { type: 'STRING', values: ['fast'] }),
    ],
    [
      output('bam', { values: ['/out.bam'] }),
      output('qc', { type: 'DIRECTORY', values: ['qc/'] }),
      output('tag', { type: 'STRING', values: ['T'] }),
    ],
  ),
  app('each', [input('bam', { ...vars }), input('note', { type: 'STRING', ...vars })], [output('vcf')]),
  app(
    'join',
    [
      input('bams'),
      input('dirs', { type: 'DIRECTORY' }),
      input('tag', { type: 'STRING' }),
      input('names', { type: 'STRING' }),
    ],
    [output('html', { values: ['report.html'] })],
  ),
);

const flow: WorkflowDocument = {
  ...workflow(
    task('join', 'join', { bams: '${split.bam}', dirs: '${split.qc}', tag: '${split.tag}', names: '${each.vcf}' }),
    task(
      'split',
      'split',
      { reads: 'demo:/reads/', sample: ['a', 'b'] },
      { output_dir: '/s', resources: { cpu: '2C' } },
    ),
    task('each', 'each', { bam: '${split.bam}' }, { location: { x: 1, y: 2 } }),
  ),
  output_dir: '/flows',
};

function plan(job: Partial<JobRequest> = {}, document = flow, maxInstances = 100) {
  return planJob({
    document,
    lookup,
    job: { name: 'run', tool_id: 'w', tool_type: 'workflow', ...job },
    projectName: 'demo',
    jobId: 'id1',
    maxInstances,
  });
}

function planned(job: Partial<JobRequest> = {}, document = flow): JobPlan {
  const result = plan(job, document);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

function values(of: JobPlan, name: string, index = 0) {
  const found = plannedTask(of, name);
  return found ? instanceValues(of, found, index) : {};
}

const keys = (result: ReturnType<typeof plan>) => ('problems' in result ? result.problems.map((p) => p.key) : []);

describe('plan of a job', () => {
  it('puts tasks in order, in folders, with merged resources and kinds of edges', () => {
    const made = planned({ tasks: [{ task_name: 'split', resources: { memory: '3G' } }] });
    expect(made.outputDir).toBe('/flows/run-id1');
    expect(made.tasks.map((item) => [item.name, item.wholeOutputDir, item.instances, item.fansOut])).toEqual([
      ['split', '/flows/run-id1/s', 2, true],
      ['each', '/flows/run-id1/each', 2, true],
      ['join', '/flows/run-id1/join', 1, false],
    ]);
    expect(made.tasks[0]?.resources).toEqual({ cpu: '2C', memory: '3G' });
    expect(made.instanceCount).toBe(5);
    expect(dagOf(made)).toEqual({ split: {}, each: { split: 'iterate' }, join: { split: 'whole', each: 'whole' } });
    expect(planned({ output_dir: '/given' }).outputDir).toBe('/given');
  });

  it('gives every instance its values', () => {
    const made = planned();
    expect(values(made, 'split', 1)).toEqual({
      reads: { type: 'DIRECTORY', isPath: true, values: ['/reads'] },
      sample: { type: 'STRING', isPath: false, values: ['b'] },
      lane: { type: 'STRING', isPath: false, values: [] },
      mode: { type: 'STRING', isPath: false, values: ['fast'] },
    });
    expect(values(made, 'each', 1).bam?.values).toEqual(['/flows/run-id1/s/1/out.bam']);
    const join = values(made, 'join');
    expect(join.bams?.values).toEqual(['/flows/run-id1/s/0/out.bam', '/flows/run-id1/s/1/out.bam']);
    expect(join.dirs?.values).toEqual(['/flows/run-id1/s']);
    expect(join.tag).toEqual({ type: 'STRING', isPath: false, values: ['T'] });
    expect(join.names).toMatchObject({ type: 'FILE', isPath: true });
    expect(join.names?.values).toEqual(['/flows/run-id1/each/0/vcf', '/flows/run-id1/each/1/vcf']);
    const joinTask = plannedTask(made, 'join');
    expect(joinTask && instanceOutputDir(joinTask, 0)).toBe('/flows/run-id1/join');
  });

  it('varies the last concurrent input fastest', () => {
    const made = planned({
      tasks: [
        {
          task_name: 'split',
          inputs: [
            { name: 'lane', values: ['1', '2', '3'] },
            { name: 'sample', values: ['x', 'y'] },
          ],
        },
      ],
    });
    const pairs = Array.from({ length: 6 }, (_, i) => {
      const found = values(made, 'split', i);
      return `${found.sample?.values}${found.lane?.values}`;
    });
    expect(pairs).toEqual(['x1', 'x2', 'x3', 'y1', 'y2', 'y3']);
    expect(plannedTask(made, 'each')?.instances).toBe(6);
  });

  it('pairs other concurrent values with the instances of the reference', () => {
    const note = (...notes: string[]) => ({
      tasks: [{ task_name: 'each', inputs: [{ name: 'note', values: notes }] }],
    });
    expect(values(planned(note('n0', 'n1')), 'each', 1).note?.values).toEqual(['n1']);
    expect(values(planned(note('same')), 'each', 1).note?.values).toEqual(['same']);
    expect(keys(plan(note('1', '2', '3')))).toEqual(['concurrent-count']);
  });

  it('keeps the index folder of a fan-out over one value and the name of another project', () => {
    const one = workflow(task('split', 'split', { sample: 'only', reads: 'other:|x//y/' }));
    const made = planned({}, one);
    const split = plannedTask(made, 'split');
    expect(split && instanceOutputDir(split, 0)).toBe('/run-id1/split/0');
    expect(values(made, 'split').reads?.values).toEqual(['other:/x/y']);
  });

  it('refuses what cannot be started', () => {
    const job = (name: string, inputs: { name: string; values: string[] }[]) => ({
      tasks: [{ task_name: name, inputs }],
    });
    expect(keys(plan({ tasks: [{ task_name: 'none' }] }))).toEqual(['job-unknown-task']);
    expect(keys(plan(job('each', [{ name: 'bam', values: ['/x'] }])))).toContain('job-reference-fixed');
    expect(keys(plan(job('split', [{ name: 'mode', values: ['${each.vcf}'] }])))).toContain('job-reference-fixed');
    expect(keys(plan(job('each', [{ name: 'bam', values: ['${split.bam}'] }])))).toEqual([]);
    expect(keys(plan(job('each', [{ name: 'nope', values: ['1'] }])))).toEqual(['unknown-input']);
    expect(keys(plan({ tasks: [{ task_name: 'each', resources: { cpu: '900C' } }] }))).toEqual(['resource-range']);
    expect(keys(plan({}, workflow()))).toEqual(['no-tasks']);
    expect(keys(plan({}, workflow(task('split', 'split'))))).toEqual(['required-missing']);
    expect(keys(plan({}, flow, 4))).toEqual(['too-many-instances']);
  });

  it('gives every combination of a product exactly once', () => {
    const list = fc.uniqueArray(
      fc.string({ minLength: 1, maxLength: 4 }).filter((text) => !text.includes('$')),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(list, list, (samples, lanes) => {
        const made = planned({}, workflow(task('split', 'split', { sample: samples, lane: lanes })));
        const count = plannedTask(made, 'split')?.instances ?? 0;
        expect(count).toBe(samples.length * lanes.length);
        const seen = new Set(
          Array.from({ length: count }, (_, i) => {
            const found = values(made, 'split', i);
            return JSON.stringify([found.sample?.values, found.lane?.values]);
          }),
        );
        expect(seen.size).toBe(count);
      }),
    );
  });
});
