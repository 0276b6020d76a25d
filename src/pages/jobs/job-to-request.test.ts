import { expect, test } from 'vitest';
import { givenOutputDir, jobToRequest } from './job-to-request.ts';

test('a folder made by the platform is not given again', () => {
  expect(givenOutputDir({ id: 'j1', name: 'qc-1', output_dir: '/runs/qc-1-j1' })).toBe('');
  expect(givenOutputDir({ id: 'j1', name: 'qc-1', output_dir: '/mine' })).toBe('/mine');
});

test('references stay with the workflow', () => {
  const request = jobToRequest({
    id: 'j1',
    name: 'qc-1',
    output_dir: '/mine',
    priority: 3,
    tool_info: { tool_id: 'w1' },
    tasks: [
      {
        task_name: 'align',
        resources: { cpu: '2C', memory: '1G' },
        inputs: [
          { name: 'reads', values: ['${qc.out}'] },
          { name: 'ref', values: ['/ref/a.fa'] },
          { name: 'note', values: [] },
        ],
      },
    ],
  });
  expect(request).toEqual({
    name: 'qc-1',
    tool_id: 'w1',
    tool_type: 'workflow',
    priority: 3,
    output_dir: '/mine',
    tasks: [
      {
        task_name: 'align',
        resources: { cpu: '2C', memory: '1G' },
        inputs: [{ name: 'ref', values: ['/ref/a.fa'] }],
      },
    ],
  });
});
