/**
 * Sizes of a drawn task, in canvas pixels. They are computed, not measured: React Flow then draws nodes and edges in
 * its first pass, also those outside the view. The style sheet uses the same numbers through custom properties.
 */
import type { AppSignature } from '#core/workflow/types.ts';

export const NODE_WIDTH = 240;
export const HEADER_HEIGHT = 50;
export const PORT_HEIGHT = 22;
export const RUN_HEIGHT = 26;
export const BOTTOM_HEIGHT = 8;
export const HANDLE_SIZE = 12;

export interface Size {
  width: number;
  height: number;
}

export interface PlacedHandle {
  id: string;
  type: 'source' | 'target';
  x: number;
  y: number;
}

/** Handle id of an input port; React Flow keeps inputs and outputs of a node in one name space. */
export const inputHandle = (name: string): string => `in:${name}`;
/** Handle id of an output port. */
export const outputHandle = (name: string): string => `out:${name}`;
/** Name of the port a handle id stands for; undefined for anything that is no port of ours. */
export const portOf = (handle: string | null | undefined): string | undefined =>
  handle?.startsWith('in:') ? handle.slice(3) : handle?.startsWith('out:') ? handle.slice(4) : undefined;

/** Size of a task with this app; an app that is not known is drawn without ports. */
export function nodeSize(app: AppSignature | undefined, withRun: boolean): Size {
  const rows = app ? Math.max(app.inputs.length, app.outputs.length, 1) : 1;
  return {
    width: NODE_WIDTH,
    height: HEADER_HEIGHT + rows * PORT_HEIGHT + BOTTOM_HEIGHT + (withRun ? RUN_HEIGHT : 0),
  };
}

/** Centres of the ports' handles sit on the node's left and right border. */
export function placeHandles(app: AppSignature | undefined, withRun: boolean): PlacedHandle[] {
  if (!app) return [];
  const first = HEADER_HEIGHT + (withRun ? RUN_HEIGHT : 0);
  const top = (row: number) => first + row * PORT_HEIGHT + PORT_HEIGHT / 2 - HANDLE_SIZE / 2;
  return [
    ...app.inputs.map((input, row) => ({
      id: inputHandle(input.name),
      type: 'target' as const,
      x: -HANDLE_SIZE / 2,
      y: top(row),
    })),
    ...app.outputs.map((output, row) => ({
      id: outputHandle(output.name),
      type: 'source' as const,
      x: NODE_WIDTH - HANDLE_SIZE / 2,
      y: top(row),
    })),
  ];
}
