import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { AppInput, AppOutput } from '#core/workflow/types.ts';
import { useStore } from '#src/lib/use-store.ts';
import { DiffMarks } from '../diff/diff-marks.tsx';
import { RunLine } from '../run/run-line.tsx';
import { hasBegun } from '../run/run-roles.ts';
import { type Connecting, type DrawingWords, portKey, useCanvasSurroundings, useDrawing } from './canvas-context.ts';
import { inputHandle, outputHandle, placeHandles } from './geometry.ts';
import type { TaskNode, TaskNodeData } from './graph.ts';
import { TypeMark } from './type-mark.tsx';

interface PortProps {
  task: string;
  port: AppInput | AppOutput;
  side: 'in' | 'out';
  linked: boolean;
  editable: boolean;
  connecting: Connecting | undefined;
  words: DrawingWords;
}

function verdictOf(connecting: Connecting | undefined, key: string): 'aim' | 'yes' | 'no' | undefined {
  if (!connecting || portKey(connecting.from.task, connecting.from.handle) === key) return undefined;
  if (connecting.aim === key) return 'aim';
  return connecting.verdicts.get(key) === true ? 'yes' : 'no';
}

function Port({ task, port, side, linked, editable, connecting, words }: PortProps) {
  const handle = side === 'in' ? inputHandle(port.name) : outputHandle(port.name);
  const name = (
    <span className={side === 'in' && port.required ? 'cv-port-name cv-port-required' : 'cv-port-name'}>
      {port.name}
    </span>
  );
  return (
    <div
      className={`cv-port cv-port-${side}`}
      title={port.description || port.name}
      data-verdict={verdictOf(connecting, portKey(task, handle))}
    >
      <Handle
        id={handle}
        type={side === 'in' ? 'target' : 'source'}
        position={side === 'in' ? Position.Left : Position.Right}
        isConnectable={editable}
        data-linked={linked}
        aria-hidden
      />
      {side === 'in' ? <TypeMark type={port.type} label={words.type[port.type]} /> : name}
      {side === 'in' ? name : <TypeMark type={port.type} label={words.type[port.type]} />}
    </div>
  );
}

interface HeadProps {
  data: TaskNodeData;
  words: DrawingWords;
}

function FanOutBadge({ data, words }: HeadProps) {
  const { onExpand } = useCanvasSurroundings();
  const { fanOut, run, task, expanded } = data;
  if (!fanOut) return null;
  const text = fanOut.count === undefined ? '×n' : `×${fanOut.count}`;
  const title = words.fanOut(fanOut);
  if (!onExpand || !run)
    return (
      <span className="cv-badge" title={title}>
        {text}
      </span>
    );
  return (
    <button
      type="button"
      className="cv-badge cv-expand nodrag nopan nokey"
      aria-expanded={expanded}
      aria-label={words.instancesOf(task.display_name || task.task_name, run.total)}
      title={title}
      onClick={(event) => {
        event.stopPropagation();
        onExpand(task.task_name);
      }}
    >
      {text} {expanded ? '▴' : '▾'}
    </button>
  );
}

function Head({ data, words }: HeadProps) {
  const { task, app, severity, problems } = data;
  return (
    <div className="cv-task-head">
      <div className="cv-task-title">
        <span title={task.task_name}>{task.display_name || task.task_name}</span>
        <FanOutBadge data={data} words={words} />
        {problems > 0 && (
          <span className="cv-badge" data-severity={severity} title={words.problems(problems)}>
            {severity === 'error' ? '✕' : '⚠'} {problems}
          </span>
        )}
      </div>
      <div className="cv-task-app">{app ? `${app.name} ${app.version}` : words.appMissing}</div>
    </div>
  );
}

/** Where edges end, for the library to measure; far away nothing is connected, so these do nothing else. */
function Anchors({ data }: { data: TaskNodeData }) {
  return placeHandles(data.app, data.run !== undefined).map(({ id, type, x, y }) => (
    <i
      key={id}
      className={`cv-anchor ${type}`}
      data-handleid={id}
      data-handlepos={type === 'source' ? Position.Right : Position.Left}
      style={{ left: x, top: y }}
    />
  ));
}

function Ports({ data, words }: HeadProps) {
  const { editable, connecting } = useCanvasSurroundings();
  const drawing = useStore(connecting);
  const { task, app, linked } = data;
  const linkedNames = new Set(linked.split(' '));
  const rows = Math.max(app?.inputs.length ?? 0, app?.outputs.length ?? 0);
  const common = { task: task.task_name, editable, connecting: drawing, words };
  return (
    <div className="cv-ports">
      {Array.from({ length: rows }, (_, row) => {
        const input = app?.inputs[row];
        const output = app?.outputs[row];
        return (
          <div key={input?.name ?? `out ${output?.name}`} className={input && output ? 'cv-row' : 'cv-row cv-row-one'}>
            {input ? (
              <Port {...common} port={input} side="in" linked={linkedNames.has(input.name)} />
            ) : (
              output && <div />
            )}
            {output && <Port {...common} port={output} side="out" linked={false} />}
          </div>
        );
      })}
    </div>
  );
}

/** Nothing of it has run and nothing stopped it: it is only planned. */
const isPlanned = ({ run, role }: TaskNodeData): boolean =>
  run !== undefined && role === undefined && run.status === 'PENDING' && !hasBegun(run);

/**
 * One task as drawn: name, app, ports by name, fan-out, problems, and its state in a run. Far away: its name. Where not
 * even that can be read, the frame React Flow draws around it is all there is.
 */
export const TaskNodeView = memo(function TaskNodeView({ data, selected }: NodeProps<TaskNode>) {
  const { detail, words } = useDrawing();
  if (detail === 'dots') return null;
  return (
    <div
      className="cv-task"
      data-selected={selected}
      data-severity={data.severity}
      data-role={data.role}
      data-planned={isPlanned(data) || undefined}
      data-mark={data.marks?.[0]?.kind}
    >
      {data.marks && <DiffMarks marks={data.marks} />}
      <Head data={data} words={words} />
      {data.run && <RunLine run={data.run} role={data.role} words={words} />}
      {detail === 'far' ? <Anchors data={data} /> : <Ports data={data} words={words} />}
    </div>
  );
});
