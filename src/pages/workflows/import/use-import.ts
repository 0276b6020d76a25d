import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type AppUse, appUses, withApps } from '#core/workflow/app-addresses.ts';
import { lintDraft } from '#core/workflow/lint.ts';
import { parseWorkflow } from '#core/workflow/toolkit.ts';
import type { AppSignature, Problem, WorkflowDocument } from '#core/workflow/types.ts';
import { type AppSummary, appQuery, appsQuery } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { signatureOfApp } from '#src/canvas/drawing/document.ts';
import { type AppChoices, appNames, choicesFor, chosenIds } from './import-model.ts';
import type { FileProblem, GivenText, ReadFile } from './read-file.ts';

const NO_APPS: readonly AppSummary[] = [];

/** A text that was read, with its apps as far as they are chosen. */
export interface Import {
  given: GivenText;
  document: WorkflowDocument;
  uses: readonly AppUse[];
  choices: AppChoices;
  apps: readonly AppSummary[];
  signatures: ReadonlyMap<string, AppSignature>;
  /** Undefined while apps are read. */
  problems: readonly Problem[] | undefined;
}

export interface ImportState {
  /** What was wrong with the last text or file. */
  refused: { name: string; text: string; problems: readonly FileProblem[] } | undefined;
  /** Absent before a text was read; also while the apps of the project are not known. */
  found: Import | undefined;
  /** A text was read, and is not yet compared with the apps of the project. */
  reading: boolean;
  /** Why the apps of the project could not be read. */
  error: unknown;
  retry: () => void;
  give: (read: ReadFile) => void;
  choose: (appId: string, id: string) => void;
  reset: () => void;
}

interface Given {
  given: GivenText;
  document: WorkflowDocument;
}

/** From a file or a text to a workflow that can be opened. */
export function useImport(projectId: string): ImportState {
  const apps = useQuery(appsQuery(projectId));
  const project = useQuery(projectQuery(projectId));
  const [given, setGiven] = useState<Given>();
  const [refused, setRefused] = useState<ImportState['refused']>();
  const [chosen, setChosen] = useState<AppChoices>(new Map());
  const list = apps.data?.apps ?? NO_APPS;
  const projectName = project.data?.name;
  const uses = useMemo(
    () => (given && projectName !== undefined ? appUses(given.document, appNames(list), projectName) : undefined),
    [given, list, projectName],
  );
  const choices = useMemo(() => choicesFor(uses ?? [], chosen), [uses, chosen]);
  const checked = useChecked(projectId, given?.document, choices);
  const failed = [apps, project].find(({ error }) => error);
  const reset = () => {
    setGiven(undefined);
    setRefused(undefined);
    setChosen(new Map());
  };
  const found = given && uses && apps.data ? { given: given.given, uses, choices, apps: list, ...checked } : undefined;
  return {
    refused,
    found,
    reading: given !== undefined && !found,
    error: failed?.error,
    retry: () => void failed?.refetch(),
    give: (file) => {
      reset();
      if (!file.ok) return setRefused({ name: file.name, text: '', problems: [file.problem] });
      const { text, name } = file.given;
      const read = parseWorkflow(text);
      if (read.ok) setGiven({ given: file.given, document: read.document });
      else setRefused({ name, text, problems: read.problems });
    },
    choose: (appId, id) => setChosen((now) => new Map(now).set(appId, id)),
    reset,
  };
}

const EMPTY: WorkflowDocument = { name: '', version: '' };

/** The document with the chosen apps, and what the linter says of it once those apps are read. */
function useChecked(projectId: string, document = EMPTY, choices: AppChoices) {
  const ids = useMemo(() => chosenIds(choices), [choices]);
  const wanted = useMemo(() => [...new Set(ids.values())], [ids]);
  const answers = useQueries({
    queries: wanted.map((id) => appQuery(projectId, id)),
    combine: (results) => ({
      pending: results.some((result) => result.isPending),
      apps: results.flatMap((result) => (result.data ? [result.data] : [])),
    }),
  });
  return useMemo(() => {
    const signatures = new Map(
      answers.apps.flatMap((app) => {
        const signature = signatureOfApp(app);
        return signature ? [[signature.id, signature] as const] : [];
      }),
    );
    const ready = withApps(document, ids);
    const problems = answers.pending ? undefined : lintDraft(ready, (id) => signatures.get(id));
    return { document: ready, signatures, problems };
  }, [answers, document, ids]);
}
