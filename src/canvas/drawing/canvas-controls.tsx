import { ControlButton, Controls, useReactFlow, useStoreApi } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { boxOf, cornerOfMap, wholeView } from './whole-view.ts';

/** Shows all tasks. */
function FitButton({ map }: { map: boolean }) {
  const { t } = useTranslation('canvas');
  const flow = useReactFlow();
  const store = useStoreApi();
  const fit = () => {
    const frame = store.getState();
    const view = wholeView(flow.getNodes().map(boxOf), frame, cornerOfMap(map, frame));
    if (view) void flow.setViewport(view);
  };
  return (
    <ControlButton
      className="react-flow__controls-fitview"
      title={t('a11y.fit')}
      aria-label={t('a11y.fit')}
      onClick={fit}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M2 8V2h6M16 2h6v6M22 16v6h-6M8 22H2v-6" />
      </svg>
    </ControlButton>
  );
}

/** The buttons that zoom and show all. They know nothing of the tasks: a drag does not draw them again. */
export const CanvasControls = memo(function CanvasControls({ map }: { map: boolean }) {
  return (
    <Controls showInteractive={false} showFitView={false}>
      <FitButton map={map} />
    </Controls>
  );
});
