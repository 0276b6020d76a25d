/** Reads samples/: a list of what there is, and apps and workflows in the template form of the command line tool. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Schema } from '#contracts/index.ts';
import { parseWorkflow } from '#core/workflow/toolkit.ts';

/** samples/samples.yaml. */
export interface SampleList {
  /** Bucket folder → files of samples/data. */
  data: Record<string, string[]>;
  /** Names of files in samples/apps, in the order they are made. */
  apps: string[];
  workflows: string[];
  /** Users made for the samples, with their role in the project. */
  members: Record<string, 'Administrator' | 'Developer' | 'Uploader' | 'Viewer'>;
  run: { workflow: string; name: string; description: string };
}

/** The folder samples/: beside dist/ for the built server, at the root of the sources otherwise. */
export function samplesFolder(): string {
  const candidates = ['../../samples', '../../../samples'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find((folder) => existsSync(join(folder, 'samples.yaml')));
  if (!found) throw new Error(`there is no samples.yaml in ${candidates.join(' or ')}`);
  return found;
}

function read(folder: string, file: string): unknown {
  return parse(readFileSync(join(folder, file), 'utf8'));
}

export function readSampleList(folder: string): SampleList {
  return read(folder, 'samples.yaml') as SampleList;
}

export function readApp(folder: string, name: string): Schema<'AppReq'> {
  return (read(folder, `apps/${name}.yaml`) as { app: Schema<'AppReq'> }).app;
}

/** @throws Error when the file is no workflow */
export function readWorkflow(folder: string, name: string): Schema<'WorkflowDto'> {
  const read = parseWorkflow(readFileSync(join(folder, `workflows/${name}.yaml`), 'utf8'));
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  return read.document;
}
