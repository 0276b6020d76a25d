/**
 * Words of the workflow domain. The document *is* the documented DTO (reference 4.5.4.5): edges are never stored,
 * they are read from `values: ["${task.output}"]`.
 */
import type { Schema } from '#contracts/index.ts';

/** A workflow as saved and loaded (4.5.4.5, 4.5.4.7). Unknown fields are kept as they are. */
export type WorkflowDocument = Schema<'WorkflowDto'>;
/** One task of a workflow document. */
export type TaskDocument = Schema<'TaskDto'>;
export type TaskInput = Schema<'TaskParameterDto'>;
export type AppInput = Schema<'AppInputParameterDto'>;
export type AppOutput = Schema<'AppOutputParameterDto'>;
export type ParameterType = AppInput['type'];
export type Resources = Schema<'TaskResourceDto'>;

/** What the domain logic needs to know of an app (a subset of `ShowAppResponse`, 4.5.1.6). */
export interface AppSignature {
  id: string;
  name: string;
  version: string;
  /** Name of the project the app belongs to; part of `name::version::project`. */
  source_project_name?: string;
  image?: string;
  commands?: string[];
  resources?: Schema<'ResourceDto'>;
  inputs: AppInput[];
  outputs: AppOutput[];
  node_labels?: string[];
}

/** Finds the app a task names, by id or `name::version::project`; undefined when the project has none. */
export type AppLookup = (appId: string) => AppSignature | undefined;

/** Where a problem sits; `input` only with `task`. */
export interface ProblemPlace {
  task?: string;
  input?: string;
}

/** A finding of the linter. `code` is the documented error code (contracts/eihealth.errors.json). */
export interface Problem extends ProblemPlace {
  code: string;
  /** Errors block saving (`when: 'save'`) or starting (`when: 'start'`); warnings block nothing. */
  severity: 'error' | 'warning';
  when: 'save' | 'start';
  /** Key of the sentence in src/i18n (`problem.<key>`) and of the English sentence the server sends. */
  key: string;
  /** Values for the sentence. */
  params: Record<string, string | number>;
}

/** `whole` waits for all instances of the upstream task, `iterate` pairs instance i with instance i. */
export type EdgeKind = 'whole' | 'iterate';

/** An edge derived from a reference. */
export interface WorkflowEdge {
  from: string;
  output: string;
  to: string;
  input: string;
}
