import { useCallback } from 'react';
import type { LooseEnd } from '#core/workflow/insert.ts';
import type { AppSignature, WorkflowEdge } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { useStore } from '#src/lib/use-store.ts';
import { ContextMenu } from './acts/context-menu.tsx';
import { ShortcutsSheet } from './acts/shortcuts-sheet.tsx';
import { useBench } from './bench.ts';
import { AttachPick } from './connect/attach-pick.tsx';
import { ConnectPick } from './connect/connect-pick.tsx';
import { InsertPick } from './connect/insert-pick.tsx';
import type { Point } from './drawing/placement.ts';
import { useEditorServices } from './editor-context.ts';

interface Props {
  apps: readonly AppSummary[];
  loadApp: (appId: string) => Promise<AppSignature>;
  onInsert: (app: AppSignature, edge: WorkflowEdge) => void;
  onSplice: (task: string, edge: WorkflowEdge) => void;
  onAttach: (app: AppSignature, end: LooseEnd, at: Point) => void;
}

/** What stands over the canvas: a menu, a list to choose from, or the sheet of keys. */
export function Overlays({ apps, loadApp, onInsert, onSplice, onAttach }: Props) {
  const { bench } = useBench();
  const { editable } = useEditorServices();
  const overlay = useStore(bench.overlay);
  // What closes twice, as a menu does after a choice, takes nothing away that was opened meanwhile.
  const close = useCallback(() => {
    if (bench.overlay.get() === overlay) bench.overlay.set(undefined);
  }, [bench, overlay]);
  switch (overlay?.kind) {
    case 'menu':
      return <ContextMenu key={`${overlay.at.x} ${overlay.at.y} ${overlay.of}`} menu={overlay} onClose={close} />;
    case 'connect':
      return <ConnectPick key={overlay.task} task={overlay.task} onClose={close} />;
    case 'insert':
      return (
        <InsertPick
          edge={overlay.edge}
          apps={apps}
          loadApp={loadApp}
          onInsert={onInsert}
          onSplice={onSplice}
          onClose={close}
        />
      );
    case 'attach':
      return (
        <AttachPick
          end={overlay.end}
          apps={apps}
          loadApp={loadApp}
          onAttach={(app) => onAttach(app, overlay.end, overlay.at)}
          onClose={close}
        />
      );
    case 'shortcuts':
      return <ShortcutsSheet editable={editable} onClose={close} />;
    default:
      return null;
  }
}
