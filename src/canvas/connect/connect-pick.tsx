import { useReactFlow } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskOf } from '#core/workflow/graph.ts';
import { PickCard } from '../acts/pick-card.tsx';
import { PickList } from '../acts/pick-list.tsx';
import { portKey } from '../drawing/canvas-context.ts';
import { READABLE } from '../drawing/fit.ts';
import { inputHandle, outputHandle } from '../drawing/geometry.ts';
import { afterLayout, isInView } from '../drawing/in-view.ts';
import type { EditorState } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { targetsFor } from './connect-options.ts';
import { movement } from './movement.ts';

const documentOf = (state: EditorState) => state.document;

interface Props {
  task: string;
  onClose: () => void;
}

/** Connects an output of a task without the mouse; the inputs that fit are highlighted on the canvas meanwhile. */
export function ConnectPick({ task, onClose }: Props) {
  const { t } = useTranslation('gestures');
  const { t: canvas } = useTranslation('canvas');
  const { editor, announce } = useEditorServices();
  const flow = useReactFlow();
  const document = useEditorState(documentOf);
  const outputs = editor.lookup(taskOf(document, task)?.app_id ?? '')?.outputs ?? [];
  const [chosen, setChosen] = useState(outputs[0]?.name ?? '');
  const [text, setText] = useState('');
  const [aimed, setAimed] = useState<string>();
  const targets = useMemo(
    () => targetsFor(document, editor.lookup, { task, output: chosen }),
    [document, editor, task, chosen],
  );
  const wanted = text.trim().toLowerCase();
  const found = targets.filter(({ edge, title }) => `${title} ${edge.to}.${edge.input}`.toLowerCase().includes(wanted));

  useEffect(() => {
    editor.startConnecting({ task, handle: outputHandle(chosen) });
    return editor.stopConnecting;
  }, [editor, task, chosen]);
  useEffect(() => {
    const connecting = editor.connecting.get();
    if (connecting && connecting.aim !== aimed) editor.connecting.set({ ...connecting, aim: aimed });
  });
  // What Enter would take is in sight, with where the connection starts.
  const aimedTask = targets.find(({ edge }) => portKey(edge.to, inputHandle(edge.input)) === aimed)?.edge.to;
  useEffect(() => {
    if (aimedTask === undefined) return;
    afterLayout(() => {
      if (isInView(flow, aimedTask)) return;
      const nodes = [{ id: task }, { id: aimedTask }];
      void flow.fitView({ nodes, padding: 0.2, maxZoom: flow.getZoom(), minZoom: READABLE, ...movement() });
    });
  }, [flow, task, aimedTask]);
  const pick = (key: string) => {
    const target = targets.find(({ edge }) => portKey(edge.to, inputHandle(edge.input)) === key);
    onClose();
    if (target && editor.connect(target.edge).ok) announce(canvas('announce.connected', { ...target.edge }));
  };
  return (
    <PickCard title={t('connectFrom.title', { task })} onClose={onClose}>
      {outputs.length > 1 && (
        <fieldset className="we-pick-outputs">
          <legend>{t('connectFrom.outputs')}</legend>
          {outputs.map(({ name }) => (
            <label key={name}>
              <input type="radio" name="connect-output" checked={name === chosen} onChange={() => setChosen(name)} />
              {name}
            </label>
          ))}
        </fieldset>
      )}
      <PickList
        label={t('connectFrom.search')}
        placeholder={t('connectFrom.search')}
        text={text}
        onText={setText}
        options={found.map(({ edge, title, replaces, hasValues }) => ({
          key: portKey(edge.to, inputHandle(edge.input)),
          label: `${title}.${edge.input}`,
          note: replaces
            ? t('connectFrom.replaces', { from: replaces.task, output: replaces.output })
            : hasValues
              ? t('connectFrom.values')
              : undefined,
        }))}
        onPick={pick}
        onActive={setAimed}
        empty={t('connectFrom.none', { output: `${task}.${chosen}` })}
      />
    </PickCard>
  );
}
