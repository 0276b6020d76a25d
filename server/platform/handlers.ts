/** Every embedded handler, by service. */
import { appHandlers } from './apps.ts';
import { dataHandlers } from './data/data.ts';
import { dataJobHandlers } from './data/data-jobs.ts';
import { iamHandlers } from './iam/tokens.ts';
import { jobConfigHandlers } from './jobs/job-config.ts';
import { jobHandlers } from './jobs/jobs.ts';
import { memberHandlers } from './members.ts';
import { computingResourceHandlers } from './nodes/computing-resources.ts';
import { nodeLabelHandlers } from './nodes/node-labels.ts';
import type { Handlers } from './platform.ts';
import { projectHandlers } from './projects.ts';
import { userSettingHandlers } from './user-settings.ts';
import { userHandlers } from './users.ts';
import { workflowHandlers } from './workflows.ts';

export const eihealthHandlers: Handlers<'eihealth'> = {
  ...projectHandlers,
  ...memberHandlers,
  ...userHandlers,
  ...userSettingHandlers,
  ...computingResourceHandlers,
  ...nodeLabelHandlers,
  ...dataHandlers,
  ...dataJobHandlers,
  ...appHandlers,
  ...workflowHandlers,
  ...jobHandlers,
  ...jobConfigHandlers,
};

export const embeddedHandlers: Record<string, Readonly<Record<string, unknown>>> = {
  iam: iamHandlers,
  eihealth: eihealthHandlers,
};
