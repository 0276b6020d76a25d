import type { EditMode } from './outline-store.ts';
import { PlaceEdit } from './place-edit.tsx';
import type { OutlineRow } from './rows.ts';
import { AddTaskEdit, AppEdit, GpuTypeEdit, MoveEdgeEdit, NameEdit, ReferenceEdit, TargetEdit } from './task-edits.tsx';
import { DisplayNameEdit, FolderEdit, InputEdit, ResourceEdit } from './value-edits.tsx';

/** The field of a row that is being edited, in place of what the row says. */
export function EditCell({ row, mode }: { row: OutlineRow; mode: EditMode }) {
  switch (row.kind) {
    case 'task':
      return <NameEdit row={row} />;
    case 'input':
      return mode === 'reference' ? <ReferenceEdit row={row} /> : <InputEdit row={row} />;
    case 'output':
      return <TargetEdit row={row} />;
    case 'folder':
      return <FolderEdit row={row} />;
    case 'resource':
      return row.field === 'gpu_type' ? <GpuTypeEdit row={row} /> : <ResourceEdit row={row} />;
    case 'app':
      return <AppEdit row={row} />;
    case 'displayName':
      return <DisplayNameEdit row={row} />;
    case 'use':
      return <MoveEdgeEdit row={row} />;
    case 'place':
      return <PlaceEdit row={row} />;
    case 'add':
      return <AddTaskEdit />;
    default:
      return null;
  }
}
