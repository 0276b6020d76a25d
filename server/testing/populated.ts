/** A project with one of everything the embedded platform can make, so that a call reaches the handler behind its path. */

import { isTerminal } from '#core/job/state.ts';
import type { TestServer } from './harness.ts';
import { isImplemented } from './implemented.ts';

/** Values for the path parameters of any operation, all of them existing things. */
export type PathValues = Record<string, string>;

let made = 0;

/** Makes a fresh project with an app, a workflow and a member, as far as there are handlers for them. */
export async function populate(server: TestServer): Promise<PathValues> {
  made += 1;
  const member = `member-${made}`;
  const project = await server.project(`populated-${made}`, { [member]: 'Developer' });
  const { body: users } = await server.call('eihealth.listUser');
  const values: PathValues = {
    project_id: server.platform.cloudProject.id,
    eihealth_project_id: project,
    user_id: users.users.find((user: { name: string }) => user.name === member).id,
  };
  if (isImplemented('listComputingResources')) {
    const { body: nodes } = await server.call('eihealth.listComputingResources');
    Object.assign(values, { id: nodes.resources[0].id, server_id: nodes.resources[0].id });
  }
  const path = { eihealth_project_id: project };
  if (isImplemented('createApp')) {
    const app = await server.call('eihealth.createApp', {
      path,
      body: { name: 'one', version: '1.0.0', image: 'library/one:1', commands: ['true'], inputs: [], outputs: [] },
    });
    values.app_id = app.body.id;
  }
  if (isImplemented('createWorkflow') && values.app_id) {
    const tasks = [{ task_name: 'only', app_id: values.app_id, inputs: [] }];
    const workflow = await server.call('eihealth.createWorkflow', {
      path,
      body: { name: 'one', version: '1.0.0', tasks },
    });
    values.workflow_id = workflow.body.id;
  }
  if (isImplemented('executeJob') && values.workflow_id) {
    values.job_id = await cancelledJob(server, values);
    values.task_name = 'only';
  }
  if (isImplemented('showTaskInstances') && values.job_id) {
    // None when the job was cancelled before it was handed over.
    const { body } = await server.call('eihealth.showTaskInstances', { path: values });
    values.instance_name = body.instances[0]?.metadata.name ?? 'none';
  }
  return values;
}

/** A job that is over and may be changed, retried and deleted. */
async function cancelledJob(
  server: TestServer,
  { eihealth_project_id = '', workflow_id }: PathValues,
): Promise<string> {
  const project = { eihealth_project_id };
  const body = { name: 'one', tool_id: workflow_id, tool_type: 'workflow', timeout: 1 };
  const started = await server.call('eihealth.executeJob', { path: project, body });
  const path = { ...project, job_id: started.body.id };
  const state = async () => (await server.call('eihealth.showJob', { path })).body.status;
  // Refused when the job was quicker: it is over as well then.
  await server.call('eihealth.cancelJob', { path, body: { force: true } });
  await new Promise<void>((resolve, reject) => {
    const look = () => void state().then((status) => isTerminal(status) && done(), reject);
    const stop = server.platform.bus.subscribe((event) => event.topic === 'job' && look());
    const done = () => {
      stop();
      resolve();
    };
    look();
  });
  return path.job_id;
}
