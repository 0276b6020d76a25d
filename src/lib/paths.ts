/** Every address of the console. Links and the route table are built from the same functions. */

type Encode = (part: string) => string;

function buildPaths(encode: Encode) {
  const project = (projectId: string) => `/projects/${encode(projectId)}`;
  return {
    login: () => '/login',
    signInLink: (code: string) => `/console/sign-in/${encode(code)}`,
    projects: () => '/projects',
    project,
    data: (projectId: string) => `${project(projectId)}/data`,
    apps: (projectId: string) => `${project(projectId)}/apps`,
    appNew: (projectId: string) => `${project(projectId)}/apps/new`,
    app: (projectId: string, appId: string) => `${project(projectId)}/apps/${encode(appId)}`,
    appEdit: (projectId: string, appId: string) => `${project(projectId)}/apps/${encode(appId)}/edit`,
    workflows: (projectId: string) => `${project(projectId)}/workflows`,
    workflowNew: (projectId: string) => `${project(projectId)}/workflows/new`,
    workflow: (projectId: string, workflowId: string) => `${project(projectId)}/workflows/${encode(workflowId)}`,
    workflowImport: (projectId: string) => `${project(projectId)}/workflows/import`,
    workflowEdit: (projectId: string, workflowId: string) =>
      `${project(projectId)}/workflows/${encode(workflowId)}/edit`,
    workflowDiff: (projectId: string, workflowId: string) =>
      `${project(projectId)}/workflows/${encode(workflowId)}/diff`,
    jobs: (projectId: string) => `${project(projectId)}/jobs`,
    jobNew: (projectId: string) => `${project(projectId)}/jobs/new`,
    job: (projectId: string, jobId: string) => `${project(projectId)}/jobs/${encode(jobId)}`,
    jobUpdate: (projectId: string, jobId: string) => `${project(projectId)}/jobs/${encode(jobId)}/update`,
    members: (projectId: string) => `${project(projectId)}/members`,
    users: () => '/users',
    nodes: () => '/system/nodes',
    jobConfig: () => '/system/jobs',
  };
}

/** Addresses for links; every id is percent-encoded. */
export const paths = buildPaths(encodeURIComponent);

const pattern = buildPaths((part) => part);

/** The same addresses as route patterns. */
export const patterns = {
  login: pattern.login(),
  signInLink: pattern.signInLink(':code'),
  projects: pattern.projects(),
  project: pattern.project(':projectId'),
  data: pattern.data(':projectId'),
  apps: pattern.apps(':projectId'),
  appNew: pattern.appNew(':projectId'),
  app: pattern.app(':projectId', ':appId'),
  appEdit: pattern.appEdit(':projectId', ':appId'),
  workflows: pattern.workflows(':projectId'),
  workflowNew: pattern.workflowNew(':projectId'),
  workflow: pattern.workflow(':projectId', ':workflowId'),
  workflowImport: pattern.workflowImport(':projectId'),
  workflowEdit: pattern.workflowEdit(':projectId', ':workflowId'),
  workflowDiff: pattern.workflowDiff(':projectId', ':workflowId'),
  jobs: pattern.jobs(':projectId'),
  jobNew: pattern.jobNew(':projectId'),
  job: pattern.job(':projectId', ':jobId'),
  jobUpdate: pattern.jobUpdate(':projectId', ':jobId'),
  members: pattern.members(':projectId'),
  users: pattern.users(),
  nodes: pattern.nodes(),
  jobConfig: pattern.jobConfig(),
} as const satisfies Record<keyof typeof paths, string>;

/** An address with a query string; empty values are left out. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
