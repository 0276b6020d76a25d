/** Every problem a document, an app or a job may have: its documented code and its English sentence. */
import type { Problem, ProblemPlace } from './types.ts';

interface Kind {
  code: string;
  /** `{name}` stands for a parameter, `{task}` and `{input}` for the place. */
  sentence: string;
}

const kind = (code: string, sentence: string): Kind => ({ code: `eihealth.${code}`, sentence });

/** Keys are translated as `problem.<key>`. */
export const PROBLEMS = {
  cycle: kind('01050100', 'The tasks {cycle} form a loop'),
  'too-deep': kind('01050101', 'References are nested {levels} levels deep; at most {limit} are possible'),
  'no-tasks': kind('01050200', 'The workflow has no tasks'),
  'too-many-tasks': kind('01000028', 'The workflow has {count} tasks; at most {limit} are possible'),
  'duplicate-task': kind('01050502', 'Two tasks are named {task}'),
  'duplicate-input': kind('01050502', 'Input {input} of task {task} is listed twice'),
  'field-length': kind('01000026', '{field} must have {min} to {max} characters'),
  'field-pattern': kind('01000032', '{field} {value} does not have the required form'),
  'field-range': kind('01000030', '{field} must be {min} to {max}'),
  'field-enum': kind('01000040', '{field} {value} is not one of {allowed}'),
  'list-length': kind('01000028', '{field} has {count} entries; at most {limit} are possible'),
  'too-many-values': kind('01000028', 'Input {input} of task {task} has {count} values; at most {limit} are possible'),
  'value-length': kind(
    '01000026',
    'A value of input {input} of task {task} has {count} characters; at most {limit} are possible',
  ),
  'unknown-app': kind('01050003', 'Task {task} uses the application {app}, which the project does not have'),
  'unknown-input': kind('01050112', 'Input {input} of task {task} is not a parameter of the application {app}'),
  'reference-task': kind('01050114', 'Input {input} of task {task} refers to the unknown task {from}'),
  'reference-output': kind('01050114', 'Input {input} of task {task} refers to {from}.{output}, which is no output'),
  'reference-embedded': kind('01050114', 'Input {input} of task {task} has a reference inside other text: {value}'),
  'reference-type': kind(
    '01050114',
    'Input {input} of task {task} takes {inputType}, not the {outputType} of {from}.{output}',
  ),
  'path-as-text': kind('01050114', 'Input {input} of task {task} gets the path of {from}.{output} as text'),
  'braced-text': kind(
    '01050114',
    'Input {input} of task {task} has the literal value {value}; names are replaced in commands only',
  ),
  'reference-alone': kind('01050116', 'A reference must be the only value of input {input} of task {task}'),
  'concurrent-count': kind(
    '01050115',
    'Input {input} of task {task} has {count} values where its reference has {expected}',
  ),
  'required-missing': kind('01050201', 'The required input {input} of task {task} has no value'),
  'not-in-enum': kind('01050009', 'Value {value} of input {input} of task {task} is not in the list {allowed}'),
  'single-value': kind('01050010', 'Input {input} of task {task} takes one value only'),
  'bad-path': kind('01050301', 'Value {value} of input {input} of task {task} is not a valid data path'),
  'same-output-dir': kind('01000022', 'The tasks {other} and {task} write to the same folder {dir}'),
  'resource-format': kind('01000032', 'Resource {field} of task {task} has no valid amount: {value}'),
  'resource-range': kind('01000030', 'Resource {field} of task {task} must be {min} to {max}'),
  'resource-snt9': kind('01000040', 'Task {task} may ask for {allowed} accelerators of type Snt9'),
  'no-nodes': kind('01030032', 'The platform has no node that tasks could run on'),
  'resource-type': kind('01050205', 'Task {task} needs {value}, which no node of the platform has'),
  'resource-size': kind('01050206', 'Task {task} asks for {value}; the largest node has {max}'),
  'inputs-too-long': kind(
    '01050221',
    'The inputs of task {task} have {count} characters; at most {limit} are possible',
  ),
  'job-unknown-task': kind('01050203', 'The workflow has no task {task}'),
  'job-duplicate-task': kind('01050502', 'The job lists the task {task} twice'),
  'job-reference-fixed': kind(
    '01050226',
    'Input {input} of task {task} is fed by a reference, which a job cannot change',
  ),
  'update-unknown-task': kind('01050204', 'The job has no task {task}'),
  'update-succeeded': kind('01050223', 'Task {task} has succeeded and is not run again: its inputs and resources stay'),
  'update-value-used': kind(
    '01050223',
    'Instance {index} of task {task} has succeeded with its value of input {input}: that value stays',
  ),
  'update-count': kind(
    '01050223',
    'Task {task} would have {count} instances instead of {before}, some of which have run: start a new job for that',
  ),
  'too-many-instances': kind('01000033', 'The job would have {count} instances; at most {limit} are possible'),
  'app-unknown-parameter': kind('01050018', 'The commands name the unknown parameter {value}'),
  'app-dangerous-command': kind('01050015', 'The commands hold a dangerous instruction: {value}'),
  'app-duplicate-parameter': kind('01050502', 'Two parameters are named {parameter}'),
  'app-enum-empty': kind('01050009', 'Parameter {parameter} is of type ENUM and needs a list of values'),
  'app-enum-default': kind('01050009', 'Default {value} of parameter {parameter} is not in its list {allowed}'),
  'app-single-default': kind('01050010', 'Parameter {parameter} may have one default value only'),
  'app-default-path': kind('01050301', 'Default {value} of parameter {parameter} is not a valid path'),
  'app-unquotable': kind(
    '01050018',
    'Parameter {value} stands where its value cannot be quoted; only whole numbers are put there',
  ),
  'bad-node-label': kind(
    '01000051',
    'Node label {value}: letters and digits at both ends, hyphen, underscore and dot only in between',
  ),
  'app-resource-format': kind('01000032', 'Resource {field} has no valid amount: {value}'),
  'app-resource-range': kind('01000030', 'Resource {field} must be {min} to {max}'),
  'app-resource-snt9': kind('01000040', 'Of type Snt9, {allowed} accelerators can be asked for'),
} as const satisfies Record<string, Kind>;

export type ProblemKey = keyof typeof PROBLEMS;

/** Makes a problem of a kind. */
export function problem(
  key: ProblemKey,
  severity: Problem['severity'],
  when: Problem['when'],
  place: ProblemPlace = {},
  params: Problem['params'] = {},
): Problem {
  return { code: PROBLEMS[key].code, severity, when, key, params, ...place };
}

/** The English sentence of a problem, as the server sends it in `error_msg`. */
export function problemSentence(found: Problem): string {
  const values: Record<string, string | number | undefined> = { ...found.params, task: found.task, input: found.input };
  const { sentence } = PROBLEMS[found.key as ProblemKey] ?? { sentence: found.key };
  return `${sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))}.`;
}

/** The problems that block: saving or starting is refused with the first of them. */
export function errorsOf(problems: readonly Problem[]): Problem[] {
  return problems.filter((found) => found.severity === 'error');
}
