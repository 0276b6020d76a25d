/** What those who build the sample workflow have in hand. */
import type { Page } from '@playwright/test';
import type { Words } from '../words.ts';
import type { Hand } from './hand.ts';
import type { Sample } from './sample-workflow.ts';

export interface Drawing {
  page: Page;
  hand: Hand;
  /** Words of the console in the language of the test. */
  t: Words;
  sample: Sample;
  /** To be called where the page has taken another shape: it must be accessible there. */
  stage: () => Promise<void>;
}

/** From an empty workflow to the sample, not yet saved. */
export type Build = (drawing: Drawing) => Promise<void>;

export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The name a task of the app gets at first; all others have been renamed by then. */
export const firstName = (app: string): string => `task-1-${app}`;
