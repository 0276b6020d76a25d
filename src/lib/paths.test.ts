import { matchRoutes } from 'react-router';
import { expect, test } from 'vitest';
import { paths, patterns, withQuery } from './paths.ts';

const ids = { projectId: 'p 1', appId: 'a/1', workflowId: 'w?1', jobId: 'j#1', code: 'c%1' };

const links: Record<keyof typeof paths, string> = {
  login: paths.login(),
  signInLink: paths.signInLink(ids.code),
  projects: paths.projects(),
  project: paths.project(ids.projectId),
  data: paths.data(ids.projectId),
  apps: paths.apps(ids.projectId),
  appNew: paths.appNew(ids.projectId),
  app: paths.app(ids.projectId, ids.appId),
  appEdit: paths.appEdit(ids.projectId, ids.appId),
  workflows: paths.workflows(ids.projectId),
  workflowNew: paths.workflowNew(ids.projectId),
  workflow: paths.workflow(ids.projectId, ids.workflowId),
  workflowImport: paths.workflowImport(ids.projectId),
  workflowEdit: paths.workflowEdit(ids.projectId, ids.workflowId),
  workflowDiff: paths.workflowDiff(ids.projectId, ids.workflowId),
  jobs: paths.jobs(ids.projectId),
  jobNew: paths.jobNew(ids.projectId),
  jobUpdate: paths.jobUpdate(ids.projectId, ids.jobId),
  job: paths.job(ids.projectId, ids.jobId),
  members: paths.members(ids.projectId),
  users: paths.users(),
  nodes: paths.nodes(),
  jobConfig: paths.jobConfig(),
};

test('the addresses are what they are', () => {
  expect(patterns).toMatchInlineSnapshot(`
    {
      "app": "/projects/:projectId/apps/:appId",
      "appEdit": "/projects/:projectId/apps/:appId/edit",
      "appNew": "/projects/:projectId/apps/new",
      "apps": "/projects/:projectId/apps",
      "data": "/projects/:projectId/data",
      "job": "/projects/:projectId/jobs/:jobId",
      "jobConfig": "/system/jobs",
      "jobNew": "/projects/:projectId/jobs/new",
      "jobUpdate": "/projects/:projectId/jobs/:jobId/update",
      "jobs": "/projects/:projectId/jobs",
      "login": "/login",
      "members": "/projects/:projectId/members",
      "nodes": "/system/nodes",
      "project": "/projects/:projectId",
      "projects": "/projects",
      "signInLink": "/console/sign-in/:code",
      "users": "/users",
      "workflow": "/projects/:projectId/workflows/:workflowId",
      "workflowDiff": "/projects/:projectId/workflows/:workflowId/diff",
      "workflowEdit": "/projects/:projectId/workflows/:workflowId/edit",
      "workflowImport": "/projects/:projectId/workflows/import",
      "workflowNew": "/projects/:projectId/workflows/new",
      "workflows": "/projects/:projectId/workflows",
    }
  `);
});

test.each(Object.keys(links) as (keyof typeof paths)[])('a link to %s leads to its route with the same ids', (name) => {
  const match = matchRoutes(
    Object.values(patterns).map((path) => ({ path })),
    links[name],
  )?.at(-1);
  expect(match?.route.path).toBe(patterns[name]);
  for (const [key, value] of Object.entries(match?.params ?? {})) expect(value).toBe(ids[key as keyof typeof ids]);
});

test('empty query values are left out', () => {
  expect(withQuery('/x', { a: '1 2', b: undefined, c: '' })).toBe('/x?a=1+2');
  expect(withQuery('/x', {})).toBe('/x');
});
