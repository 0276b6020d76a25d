import { useEffect, useState } from 'react';
import type { AppLookup, AppSignature, WorkflowDocument } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';
import type { Editor } from '../editor.ts';
import { appTitle } from '../palette/palette-apps.ts';

export interface FittingApp {
  app: AppSignature;
  /** By which ports it fits. */
  by: string;
}

/** By which ports an app fits where it is wanted; undefined when it does not. */
export type Fit = (document: WorkflowDocument, lookup: AppLookup, app: AppSignature) => string | undefined;

export interface FittingApps {
  found: readonly FittingApp[];
  /** Apps not yet read; the list of a project does not tell their ports. */
  left: number;
  failed: number;
}

/** Requests at a time. */
const LANES = 4;

/** Apps of the project that fit where a task is wanted, as they become known. */
export function useFittingApps(
  editor: Editor,
  fits: Fit,
  apps: readonly AppSummary[],
  loadApp: (appId: string) => Promise<AppSignature>,
): FittingApps {
  const [state, setState] = useState<FittingApps>({ found: [], left: apps.length, failed: 0 });
  useEffect(() => {
    let over = false;
    const { document } = editor.state.get();
    const waiting = apps.toSorted((a, b) => compareNatural(appTitle(a), appTitle(b)));
    setState({ found: [], left: waiting.length, failed: 0 });
    const took = (app: AppSignature | undefined) => {
      if (over) return;
      const by = app && fits(document, editor.lookup, app);
      setState(({ found, left, failed }) => ({
        found: app && by !== undefined ? [...found, { app, by }].sort(byTitle) : found,
        left: left - 1,
        failed: app ? failed : failed + 1,
      }));
    };
    const lane = async () => {
      for (let next = waiting.shift(); next && !over; next = waiting.shift()) {
        took(await loadApp(next.id ?? '').catch(() => undefined));
      }
    };
    for (let n = 0; n < LANES; n += 1) void lane();
    return () => {
      over = true;
    };
  }, [editor, fits, apps, loadApp]);
  return state;
}

const byTitle = (a: FittingApp, b: FittingApp): number =>
  compareNatural(`${a.app.name} ${a.app.version}`, `${b.app.name} ${b.app.version}`);
