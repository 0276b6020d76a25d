/** The form of an app as the screen has it, and its way from and to the request (4.5.1.5). */
import limits from '#contracts/generated/limits/eihealth.createApp.ts';
import type { Schema } from '#contracts/index.ts';
import { formatCpu, formatMemory, parseCpu, parseGpu, parseMemory } from '#core/resources.ts';
import type { ParameterType } from '#core/workflow/types.ts';
import type { App } from '#src/api/apps.ts';

export interface ParameterDraft {
  /** Tells rows apart while they are edited; never sent. */
  key: string;
  name: string;
  type: ParameterType;
  required: boolean;
  concurrent: boolean;
  pattern: string;
  /** The default. */
  value: string;
  /** Allowed values of an ENUM. */
  choices: string[];
  description: string;
}

export interface AppDraft {
  name: string;
  version: string;
  summary: string;
  description: string;
  labels: string[];
  image: string;
  /** One command a line. */
  commands: string;
  inputs: ParameterDraft[];
  outputs: ParameterDraft[];
  cpu_type: string;
  cpu: number | undefined;
  memory: number | undefined;
  /** `none`: no accelerator. */
  gpu_type: string;
  gpu: number | undefined;
  node_label: string;
  icon: string;
}

type Input = Schema<'AppInputParameterDto'>;
type Output = Schema<'AppOutputParameterDto'>;
type AppBody = Schema<'AppReq'>;

/** One instance per value: the only kind of concurrency there is (4.5.1.5). */
const VARS_ITER = 'vars_iter';

/** Choice of no accelerator; the request then names none. */
export const NO_GPU = 'none';
export const GPU_TYPES = limits['resources.gpu_type'].enum.filter((type) => type !== '');

let lastKey = 0;

export function emptyParameter(type: ParameterType = 'FILE'): ParameterDraft {
  lastKey += 1;
  return {
    key: String(lastKey),
    name: '',
    type,
    required: true,
    concurrent: false,
    pattern: '',
    value: '',
    choices: [],
    description: '',
  };
}

function parameterDraft(parameter: Input | Output): ParameterDraft {
  return {
    ...emptyParameter(parameter.type),
    name: parameter.name,
    required: parameter.required,
    concurrent: 'concurrent' in parameter && parameter.concurrent === VARS_ITER,
    pattern: parameter.pattern ?? '',
    value: parameter.values?.[0] ?? '',
    choices: [...(parameter.enum ?? [])],
    description: parameter.description ?? '',
  };
}

/** What a new form starts with: what an app asks for when it says nothing (4.5.1.5). */
export function emptyDraft(): AppDraft {
  return {
    name: '',
    version: '1.0.0',
    summary: '',
    description: '',
    labels: [],
    image: '',
    commands: '',
    inputs: [],
    outputs: [],
    cpu_type: limits['resources.cpu_type'].default,
    cpu: 1,
    memory: 1,
    gpu_type: NO_GPU,
    gpu: undefined,
    node_label: '',
    icon: '',
  };
}

/** The form of a saved app. */
export function draftOf(app: App): AppDraft {
  const { cpu_type, cpu, memory, gpu_type, gpu } = app.resources ?? {};
  return {
    name: app.name ?? '',
    version: app.version ?? '',
    summary: app.summary ?? '',
    description: app.description ?? '',
    labels: app.labels ?? [],
    image: app.image ?? '',
    commands: (app.commands ?? []).join('\n'),
    inputs: (app.inputs ?? []).map(parameterDraft),
    outputs: (app.outputs ?? []).map(parameterDraft),
    cpu_type: cpu_type || limits['resources.cpu_type'].default,
    cpu: cpu ? parseCpu(cpu) : undefined,
    memory: memory ? parseMemory(memory) : undefined,
    gpu_type: gpu_type || NO_GPU,
    gpu: gpu === undefined || gpu === '' ? undefined : parseGpu(gpu),
    node_label: app.node_labels?.[0] ?? '',
    icon: app.icon ?? '',
  };
}

/** Commands as entries of the request; blank lines at the end are nobody's command. */
export function commandsOf(text: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  return lines.length === 1 && lines[0] === '' ? [] : lines;
}

function outputOf(draft: ParameterDraft): Output {
  return {
    name: draft.name,
    required: draft.required,
    type: draft.type,
    ...(draft.description ? { description: draft.description } : {}),
    ...(draft.pattern ? { pattern: draft.pattern } : {}),
    ...(draft.value ? { values: [draft.value] } : {}),
    ...(draft.type === 'ENUM' ? { enum: draft.choices } : {}),
  };
}

const inputOf = (draft: ParameterDraft): Input => ({
  ...outputOf(draft),
  ...(draft.concurrent ? { concurrent: VARS_ITER } : {}),
});

function acceleratorOf({ gpu_type, gpu }: AppDraft): Pick<Schema<'ResourceDto'>, 'gpu_type' | 'gpu'> {
  const kind = GPU_TYPES.find((type) => type === gpu_type);
  return kind ? { gpu_type: kind, ...(gpu === undefined ? {} : { gpu: String(gpu) }) } : {};
}

/** The request a form stands for. Empty optional fields are left out. */
export function appOf(draft: AppDraft): AppBody {
  const { cpu, memory } = draft;
  return {
    name: draft.name,
    version: draft.version,
    ...(draft.summary ? { summary: draft.summary } : {}),
    ...(draft.description ? { description: draft.description } : {}),
    labels: draft.labels,
    image: draft.image,
    commands: commandsOf(draft.commands),
    resources: {
      cpu_type: draft.cpu_type,
      ...(cpu === undefined ? {} : { cpu: formatCpu(cpu) }),
      ...(memory === undefined ? {} : { memory: formatMemory(memory) }),
      ...acceleratorOf(draft),
    },
    inputs: draft.inputs.map(inputOf),
    outputs: draft.outputs.map(outputOf),
    node_labels: draft.node_label ? [draft.node_label] : [],
    ...(draft.icon ? { icon: draft.icon } : {}),
  };
}

/** A version after this one: its last number counted up, else `-2` behind it. */
export function nextVersion(version: string): string {
  const found = /^(.*?)(\d+)$/.exec(version);
  return found ? `${found[1]}${Number(found[2]) + 1}` : `${version}-2`;
}
