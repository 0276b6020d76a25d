import { createBrowserRouter, matchPath, redirect } from 'react-router';
import { loadWords } from '#src/i18n/i18n.ts';
import { basePath } from '#src/lib/base-path.ts';
import { nextPage } from '#src/lib/next-page.ts';
import { paths, patterns } from '#src/lib/paths.ts';
import { sessionStore } from '#src/session/session.ts';
import { pageRoute } from './page-route.tsx';
import { Opening, RouteError } from './route-error.tsx';
import { signInAddress } from './sign-in-address.ts';

/** Sends whoever is not signed in to the sign-in page, and remembers where they wanted to go. */
function requireSession({ request }: { request: Request }) {
  if (sessionStore.get()) return null;
  return redirect(signInAddress(new URL(request.url)));
}

/** Without a session the first page is sign-in. Said before the router starts, or it would load the frame first. */
function startAtSignIn(): void {
  const path = location.pathname.slice(basePath().length);
  const isOpen = path === paths.login() || matchPath(patterns.signInLink, path) !== null;
  if (!sessionStore.get() && !isOpen) history.replaceState(null, '', basePath() + signInAddress(location));
}

/** Every address of the console. Each page is loaded when it is first visited. */
export function createConsoleRouter() {
  startAtSignIn();
  const router = createBrowserRouter(
    [
      {
        path: '/',
        ErrorBoundary: RouteError,
        HydrateFallback: Opening,
        children: [
          pageRoute(patterns.login, ['login'], async () => ({
            Component: (await import('#src/pages/login/login-page.tsx')).LoginPage,
          })),
          pageRoute(patterns.signInLink, ['login'], async () => ({
            Component: (await import('#src/pages/login/sign-in-link-page.tsx')).SignInLinkPage,
          })),
          {
            loader: requireSession,
            lazy: async () => {
              const [{ Shell }] = await Promise.all([import('./shell/shell.tsx'), loadWords('errors')]);
              return { Component: Shell };
            },
            children: [
              { index: true, loader: () => redirect(paths.projects()) },
              {
                // Errors of a page are shown inside the frame, so that one can go elsewhere.
                ErrorBoundary: RouteError,
                children: pages(),
              },
            ],
          },
        ],
      },
    ],
    { basename: basePath() || '/' },
  );
  router.subscribe(({ navigation }) => nextPage.set(navigation.location));
  return router;
}

function pages() {
  return [
    pageRoute(patterns.projects, ['projects'], async () => {
      const page = await import('#src/pages/projects/projects-page.tsx');
      return { Component: page.ProjectsPage, prefetch: page.prefetchProjects };
    }),
    pageRoute(patterns.project, ['projects', 'jobs'], async () => {
      const page = await import('#src/pages/overview/overview-page.tsx');
      return { Component: page.OverviewPage, prefetch: page.prefetchOverview };
    }),
    pageRoute(patterns.data, ['data'], async () => {
      const page = await import('#src/pages/data/data-page.tsx');
      return { Component: page.DataPage, prefetch: page.prefetchData };
    }),
    pageRoute(patterns.apps, ['apps'], async () => {
      const page = await import('#src/pages/apps/apps-page.tsx');
      return { Component: page.AppsPage, prefetch: page.prefetchApps };
    }),
    pageRoute(patterns.appNew, ['apps', 'problems'], async () => {
      const page = await import('#src/pages/apps/app-new-page.tsx');
      return { Component: page.AppNewPage, prefetch: page.prefetchAppNew };
    }),
    pageRoute(patterns.app, ['apps'], async () => {
      const page = await import('#src/pages/apps/app-page.tsx');
      return { Component: page.AppPage, prefetch: page.prefetchApp };
    }),
    pageRoute(patterns.appEdit, ['apps', 'problems'], async () => {
      const page = await import('#src/pages/apps/app-edit-page.tsx');
      return { Component: page.AppEditPage, prefetch: page.prefetchAppEdit };
    }),
    pageRoute(patterns.members, ['members'], async () => {
      const page = await import('#src/pages/members/members-page.tsx');
      return { Component: page.MembersPage, prefetch: page.prefetchMembers };
    }),
    pageRoute(patterns.users, ['users'], async () => {
      const page = await import('#src/pages/users/users-page.tsx');
      return { Component: page.UsersPage, prefetch: page.prefetchUsers };
    }),
    pageRoute(patterns.nodes, ['system'], async () => {
      const page = await import('#src/pages/system/nodes/nodes-page.tsx');
      return { Component: page.NodesPage, prefetch: page.prefetchNodes };
    }),
    pageRoute(patterns.jobConfig, ['system'], async () => {
      const page = await import('#src/pages/system/jobs/job-config-page.tsx');
      return { Component: page.JobConfigPage, prefetch: page.prefetchJobConfig };
    }),
    pageRoute(patterns.workflows, ['workflows'], async () => {
      const page = await import('#src/pages/workflows/workflows-page.tsx');
      return { Component: page.WorkflowsPage, prefetch: page.prefetchWorkflows };
    }),
    pageRoute(patterns.workflowNew, ['workflows'], async () => {
      const page = await import('#src/pages/workflows/workflow-new-page.tsx');
      return { Component: page.WorkflowNewPage, prefetch: page.prefetchWorkflowNew };
    }),
    pageRoute(
      patterns.workflowImport,
      ['workflows', 'canvas', 'gestures', 'outline', 'panel', 'problems', 'imports'],
      async () => {
        const page = await import('#src/pages/workflows/import/workflow-import-page.tsx');
        return { Component: page.WorkflowImportPage, prefetch: page.prefetchWorkflowImport };
      },
    ),
    pageRoute(
      patterns.workflow,
      ['workflows', 'versions', 'canvas', 'gestures', 'outline', 'panel', 'problems'],
      async () => {
        const page = await import('#src/pages/workflows/workflow-page.tsx');
        return { Component: page.WorkflowPage, prefetch: page.prefetchWorkflow };
      },
    ),
    pageRoute(
      patterns.workflowEdit,
      ['workflows', 'versions', 'canvas', 'gestures', 'outline', 'panel', 'problems', 'imports'],
      async () => {
        const page = await import('#src/pages/workflows/workflow-edit-page.tsx');
        return { Component: page.WorkflowEditPage, prefetch: page.prefetchWorkflowEdit, searchIsView: true };
      },
    ),
    pageRoute(patterns.workflowDiff, ['workflows', 'versions', 'canvas'], async () => {
      const page = await import('#src/pages/workflows/diff/workflow-diff-page.tsx');
      return { Component: page.WorkflowDiffPage, prefetch: page.prefetchWorkflowDiff };
    }),
    pageRoute(patterns.jobs, ['jobs'], async () => {
      const page = await import('#src/pages/jobs/jobs-page.tsx');
      return { Component: page.JobsPage, prefetch: page.prefetchJobs };
    }),
    pageRoute(patterns.jobNew, ['jobs', 'canvas', 'problems'], async () => {
      const page = await import('#src/pages/jobs/launch/launch-page.tsx');
      return { Component: page.LaunchPage, prefetch: page.prefetchLaunch };
    }),
    pageRoute(patterns.jobUpdate, ['jobs', 'canvas', 'problems'], async () => {
      const page = await import('#src/pages/jobs/update/update-page.tsx');
      return { Component: page.UpdatePage, prefetch: page.prefetchUpdate };
    }),
    pageRoute(patterns.job, ['jobs', 'instance', 'canvas'], async () => {
      const page = await import('#src/pages/jobs/job-page.tsx');
      return { Component: page.JobPage, prefetch: page.prefetchJob };
    }),
    {
      path: '*',
      Component: Opening,
      loader: () => {
        throw new Response('', { status: 404 });
      },
    },
  ];
}
