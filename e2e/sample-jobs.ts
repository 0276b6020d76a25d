/** A project with a small workflow, to run jobs in. */
import type { Api } from './api-client.ts';

export interface Project {
  id: string;
  workflow: string;
}

/**
 * A workflow of two tasks: one echoes each sample (`fail…` fails, `sleep…` waits), the other counts the results (and
 * fails over `spoil…`).
 */
export async function prepare(api: Api, name: string, members: Record<string, string> = {}): Promise<Project> {
  const id = await api.createProject(name, members);
  const path = { eihealth_project_id: id };
  const parameter = (parameterName: string, type: string, more: object = {}) => ({
    name: parameterName,
    type,
    required: true,
    ...more,
  });
  const app = (appName: string, commands: string[], inputs: object[], outputs: object[]) =>
    api.call('eihealth.createApp', {
      path,
      body: {
        name: appName,
        version: '1.0.0',
        image: 'tools/shell:1',
        commands,
        resources: { cpu: '0.1C', memory: '0.1G' },
        inputs,
        outputs,
      },
    });
  const work = [
    'echo "working on ${sample}"',
    'case ${sample} in fail*) echo "cannot read ${sample}" >&2; exit 3;; sleep*) sleep 600;; esac',
    'echo ${sample} > ${result}',
  ];
  const echo = await app(
    'echo-sample',
    work,
    [
      parameter('sample', 'STRING', { concurrent: 'vars_iter', description: 'Name of a sample' }),
      parameter('reference', 'FILE', { required: false }),
    ],
    [parameter('result', 'FILE', { values: ['result.txt'] })],
  );
  const count = await app(
    'count-results',
    ['cat ${results} | wc -l > ${total}', '! grep -q spoil ${results}'],
    [parameter('results', 'FILE')],
    [parameter('total', 'FILE', { values: ['total.txt'] })],
  );
  const { id: workflow } = await api.call('eihealth.createWorkflow', {
    path,
    body: {
      name: 'sample-qc',
      version: '1.0.0',
      output_dir: '/runs',
      tasks: [
        { task_name: 'echo', display_name: 'Echo samples', app_id: echo.id, inputs: [] },
        {
          task_name: 'count',
          display_name: 'Count',
          app_id: count.id,
          inputs: [{ name: 'results', values: ['${echo.result}'] }],
        },
      ],
    },
  });
  return { id, workflow };
}

/** Starts a job of one instance a sample; answers its id. */
export async function start(api: Api, project: Project, name: string, samples: string[]): Promise<string> {
  const { id } = await api.call('eihealth.executeJob', {
    path: { eihealth_project_id: project.id },
    body: {
      name,
      tool_id: project.workflow,
      tool_type: 'workflow',
      tasks: [{ task_name: 'echo', inputs: [{ name: 'sample', values: samples }] }],
    },
  });
  return id;
}

/** Address of the jobs of a project, or of what lies below. */
export const jobs = (project: Project, rest = '') => `projects/${project.id}/jobs${rest}`;
