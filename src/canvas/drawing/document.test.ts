import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '#contracts/index.ts';
import { fromResponse, NOTHING_KEPT, toRequest } from './document.ts';

const response: Schema<'ShowWorkflowResponse'> = {
  id: 'w1',
  name: 'germline',
  version: '1.0.0',
  summary: 'short',
  labels: ['qc'],
  timeout: 60,
  output_dir: '/out',
  create_time: '2021-01-30T02:34:36Z',
  update_time: '2021-01-30T02:53:26Z',
  source_project_name: 'demo',
  app_snapshot_sign: { a1: 'x' },
  tasks: [
    {
      task_name: 'trim',
      display_name: 'Trim reads',
      output_dir: '/trim',
      whole_output_dir: '/out/trim',
      io_acc_type: 'SFS',
      resources: { cpu: '2C' },
      location: { x: 10, y: 20 },
      inputs: [{ name: 'reads', source: 'MANUAL', values: ['/in'] }],
      app_info: {
        app_id: 'a1',
        app_name: 'fastp',
        app_version: '0.23',
        app_src_project_name: 'demo',
        app_image: 'demo/fastp:1',
        app_input_parameters: [{ name: 'reads', required: true, type: 'DIRECTORY' }],
        app_output_parameters: [{ name: 'out', required: true, type: 'FILE', values: ['out.fq'] }],
      },
    },
  ],
};

describe('fromResponse', () => {
  it('keeps what a document has and names the app by its id', () => {
    const { document, apps } = fromResponse(response);
    expect(document).toEqual({
      name: 'germline',
      version: '1.0.0',
      summary: 'short',
      labels: ['qc'],
      timeout: 60,
      output_dir: '/out',
      tasks: [
        {
          task_name: 'trim',
          app_id: 'a1',
          display_name: 'Trim reads',
          output_dir: '/trim',
          resources: { cpu: '2C' },
          location: { x: 10, y: 20 },
          inputs: [{ name: 'reads', source: 'MANUAL', values: ['/in'] }],
        },
      ],
    });
    expect(apps.get('a1')).toMatchObject({ name: 'fastp', version: '0.23', image: 'demo/fastp:1' });
  });

  it('takes absent and null fields as not given', () => {
    const bare = { name: 'a', version: '1', summary: null } as unknown as Schema<'ShowWorkflowResponse'>;
    expect(fromResponse(bare).document).toEqual({ name: 'a', version: '1', tasks: [] });
  });
});

describe('toRequest', () => {
  it('sends back fields of a newer API that it does not know, at every level', () => {
    const newer = structuredClone(response) as Record<string, unknown> & typeof response;
    newer.priority_class = 'high';
    Object.assign(newer.tasks?.[0] ?? {}, { retry_policy: { times: 2 } });
    Object.assign(newer.tasks?.[0]?.inputs?.[0] ?? {}, { comment: 'why' });
    const { document, kept } = fromResponse(newer);
    const body = toRequest(document, kept) as unknown as typeof newer;
    expect(body.priority_class).toBe('high');
    expect(body.tasks?.[0]).toMatchObject({ retry_policy: { times: 2 }, inputs: [{ comment: 'why' }] });
  });

  it('never sends what describes the stored object or what only the editor knows', () => {
    const { document, kept } = fromResponse(response);
    const dirty = { ...document, selected: true, tasks: document.tasks?.map((task) => ({ ...task, measured: 1 })) };
    const text = JSON.stringify(toRequest(dirty, kept));
    for (const name of ['"id"', 'create_time', 'app_info', 'whole_output_dir', 'io_acc_type', 'selected', 'measured'])
      expect(text).not.toContain(name);
  });

  it('gives an identical document after saving and reading again', () => {
    const text = fc.string({ maxLength: 8 });
    const task = fc.record(
      {
        task_name: text,
        app_id: fc.string({ minLength: 1, maxLength: 8 }),
        display_name: text,
        output_dir: text,
        resources: fc.record({ cpu: text, memory: text }, { requiredKeys: [] }),
        location: fc.record({ x: fc.integer(), y: fc.integer() }),
        inputs: fc.array(fc.record({ name: text, values: fc.array(text, { maxLength: 3 }) }), { maxLength: 3 }),
      },
      { requiredKeys: ['task_name', 'app_id'] },
    );
    const workflow = fc.record(
      { name: text, version: text, summary: text, timeout: fc.nat(), tasks: fc.array(task, { maxLength: 4 }) },
      { requiredKeys: ['name', 'version', 'tasks'] },
    );
    fc.assert(
      fc.property(workflow, (document) => {
        const stored = toRequest(document, NOTHING_KEPT);
        const answer = {
          ...stored,
          id: 'w',
          tasks: stored.tasks?.map(({ app_id, ...rest }) => ({ ...rest, app_info: { app_id } })),
        };
        expect(toRequest(fromResponse(answer).document, NOTHING_KEPT)).toEqual(document);
      }),
    );
  });
});
