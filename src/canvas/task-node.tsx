import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { AppInput, AppOutput } from '#core/workflow/types.ts';
import { useStore } from '#src/lib/use-store.ts';
import { type Connecting, type DrawingWords, portKey, useCanvasSurroundings, useDrawing } from './canvas-context.ts';
import { inputHandle, outputHandle, placeHandles } from './geometry.ts';
import type { FanOut, TaskNode, TaskNodeData } from './project.ts';
import { RunLine } from './run-line.tsx';
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

function verdictOf(connecting: Connecting | undefined, key: string): 'yes' | 'no' | undefined {
  if (!connecting || portKey(connecting.from.task, connecting.from.handle) === key) return undefined;
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

function FanOutBadge({ fanOut, title }: { fanOut: FanOut; title: string }) {
  return (
    <span className="cv-badge" title={title}>
      {fanOut.count === undefined ? '×n' : `×${fanOut.count}`}
    </span>
  );
}

function Head({ data, words }: { data: TaskNodeData; words: DrawingWords }) {
  const { task, app, fanOut, severity, problems } = data;
  return (
    <div className="cv-task-head">
      <div className="cv-task-title">
        <span title={task.task_name}>{task.display_name || task.task_name}</span>
        {fanOut && <FanOutBadge fanOut={fanOut} title={words.fanOut(fanOut)} />}
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

function Ports({ data, words }: { data: TaskNodeData; words: DrawingWords }) {
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

/** One task as drawn: name, app, ports by name, fan-out, problems, and its state in a run. Far away: its name. */
export const TaskNodeView = memo(function TaskNodeView({ data, selected }: NodeProps<TaskNode>) {
  const { far, words } = useDrawing();
  const isFar = useStore(far);
  return (
    <div className="cv-task" data-selected={selected} data-severity={data.severity}>
      <Head data={data} words={words} />
      {data.run && <RunLine run={data.run} words={words.state} />}
      {isFar ? <Anchors data={data} /> : <Ports data={data} words={words} />}
    </div>
  );
});
