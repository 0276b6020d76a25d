import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppInput, AppOutput } from '#core/workflow/types.ts';
import { useStore } from '#src/lib/use-store.ts';
import { type Connecting, portKey, useCanvasSurroundings } from './canvas-context.ts';
import { inputHandle, outputHandle } from './geometry.ts';
import type { FanOut, TaskNode } from './project.ts';
import { RunLine } from './run-line.tsx';
import { TypeMark } from './type-mark.tsx';

interface PortProps {
  task: string;
  port: AppInput | AppOutput;
  side: 'in' | 'out';
  linked: boolean;
  editable: boolean;
  connecting: Connecting | undefined;
}

function verdictOf(connecting: Connecting | undefined, key: string): 'yes' | 'no' | undefined {
  if (!connecting || portKey(connecting.from.task, connecting.from.handle) === key) return undefined;
  return connecting.verdicts.get(key) === true ? 'yes' : 'no';
}

function Port({ task, port, side, linked, editable, connecting }: PortProps) {
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
      {side === 'in' ? <TypeMark type={port.type} /> : name}
      {side === 'in' ? name : <TypeMark type={port.type} />}
    </div>
  );
}

function FanOutBadge({ fanOut }: { fanOut: FanOut }) {
  const { t } = useTranslation('canvas');
  const text = fanOut.count === undefined ? '×n' : `×${fanOut.count}`;
  const title = fanOut.count === undefined ? t('fanOutOpen') : t('fanOutCount', { count: fanOut.count });
  return (
    <span className="cv-badge" title={title}>
      {text}
    </span>
  );
}

/** One task as drawn: name, app, ports by name, fan-out, problems, and its state in a run. */
export const TaskNodeView = memo(function TaskNodeView({ data, selected }: NodeProps<TaskNode>) {
  const { t } = useTranslation('canvas');
  const { editable, connecting } = useCanvasSurroundings();
  const drawing = useStore(connecting);
  const { task, app, linked, fanOut, severity, problems, run } = data;
  const linkedNames = new Set(linked.split(' '));
  const rows = Math.max(app?.inputs.length ?? 0, app?.outputs.length ?? 0);
  const common = { task: task.task_name, editable, connecting: drawing };
  return (
    <div className="cv-task" data-selected={selected} data-severity={severity}>
      <div className="cv-task-head">
        <div className="cv-task-title">
          <span title={task.task_name}>{task.display_name || task.task_name}</span>
          {fanOut && <FanOutBadge fanOut={fanOut} />}
          {problems > 0 && (
            <span className="cv-badge" data-severity={severity} title={t('problemCount', { count: problems })}>
              {severity === 'error' ? '✕' : '⚠'} {problems}
            </span>
          )}
        </div>
        <div className="cv-task-app">{app ? `${app.name} ${app.version}` : t('appMissing')}</div>
      </div>
      {run && <RunLine run={run} />}
      <div className="cv-ports">
        {Array.from({ length: rows }, (_, row) => {
          const input = app?.inputs[row];
          const output = app?.outputs[row];
          return (
            <div key={input?.name ?? `out ${output?.name}`} style={{ display: 'contents' }}>
              {input ? <Port {...common} port={input} side="in" linked={linkedNames.has(input.name)} /> : <div />}
              {output ? <Port {...common} port={output} side="out" linked={false} /> : <div />}
            </div>
          );
        })}
      </div>
    </div>
  );
});
