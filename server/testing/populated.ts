/** A project with one of everything the embedded platform can make, so that a call reaches the handler behind its path. */

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
  return values;
}
