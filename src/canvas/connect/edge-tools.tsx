import { useStore as useFlowStore, ViewportPortal } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';
import { edgeMiddle } from '../acts/edge-acts.ts';
import { onlyEdge } from '../acts/use-edit-acts.ts';
import { useBench } from '../bench.ts';
import { edgeId } from '../drawing/graph.ts';
import type { EditorState } from '../editor.ts';
import { useEditor, useEditorState } from '../editor-context.ts';
import './edge-tools.css';

const documentOf = (state: EditorState) => state.document;
const isMoving = (state: EditorState) => state.moving !== undefined;

/** What can be done with the selected connection, beside its middle; the same size at any zoom. */
export function EdgeTools() {
  const { t } = useTranslation('gestures');
  const editor = useEditor();
  const { acts } = useBench();
  const edge = useEditorState(onlyEdge);
  // Where its tasks stand is part of the document.
  useEditorState(documentOf);
  const moving = useEditorState(isMoving);
  const zoom = useFlowStore((state) => state.transform[2]);
  const middle = edge && edgeMiddle(editor, edge);
  if (!edge || !middle || moving) return null;
  return (
    <ViewportPortal>
      <div
        key={edgeId(edge)}
        className="we-edge-tools nodrag nopan"
        role="toolbar"
        aria-label={t('edgeTools', { from: edge.from, to: edge.to })}
        style={{ transform: `translate(${middle.x}px, ${middle.y}px) scale(${1 / zoom}) translate(-50%, 10px)` }}
      >
        <Button kind="quiet" size="small" icon="plus" label={t('act.insert')} onClick={acts.insert.run} />
        <Button kind="quiet" size="small" icon="trash" label={t('act.disconnect')} onClick={acts.disconnect.run} />
        <Button
          kind="quiet"
          size="small"
          icon="chevronLeft"
          label={t('act.showSource')}
          onClick={acts.showSource.run}
        />
        <Button
          kind="quiet"
          size="small"
          icon="chevronRight"
          label={t('act.showTarget')}
          onClick={acts.showTarget.run}
        />
      </div>
    </ViewportPortal>
  );
}
