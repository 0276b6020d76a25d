/**
 * Undo and redo of a workflow document: pure values, no framework. A step is one gesture of the user, however many
 * commands it took. Selection, viewport and run state are no part of it.
 */

import type { RestoreCommand } from './command-restore.ts';
import { applyCommand, type Command, restoreBetween } from './commands.ts';
import type { WorkflowDocument } from './types.ts';

export interface Step {
  /** Unique in one history; names the state after the step. */
  id: number;
  /** What the user did, for the menu and for a log; moves of the same gesture are folded together. */
  commands: Command[];
  inverse: RestoreCommand;
  redo: RestoreCommand;
}

interface Gesture {
  /** The document when the gesture began. */
  from: WorkflowDocument;
  commands: Command[];
  depth: number;
}

export interface History {
  document: WorkflowDocument;
  past: readonly Step[];
  future: readonly Step[];
  gesture?: Gesture;
  limit: number;
  nextId: number;
  /** Id of the step before the oldest kept one; 0 at the start. */
  base: number;
}

const DEFAULT_LIMIT = 200;

/** A history without steps. `limit` is the number of steps that can be undone. */
export function startHistory(document: WorkflowDocument, limit = DEFAULT_LIMIT): History {
  return { document, past: [], future: [], limit, nextId: 1, base: 0 };
}

/** Names the present state; two equal positions of one history are the same document. Used to know what is saved. */
export function positionOf(history: History): number {
  return history.past.at(-1)?.id ?? history.base;
}

export function canUndo(history: History): boolean {
  return !history.gesture && history.past.length > 0;
}

export function canRedo(history: History): boolean {
  return !history.gesture && history.future.length > 0;
}

function push(history: History, from: WorkflowDocument, to: WorkflowDocument, commands: Command[]): History {
  const label = commands[0];
  if (!label || from === to) return { ...history, document: to };
  const step: Step = {
    id: history.nextId,
    commands,
    inverse: restoreBetween(to, from, label),
    redo: restoreBetween(from, to, label),
  };
  const all = [...history.past, step];
  const dropped = all.length - history.limit;
  return {
    ...history,
    document: to,
    past: dropped > 0 ? all.slice(dropped) : all,
    future: [],
    nextId: history.nextId + 1,
    base: dropped > 0 ? (all[dropped - 1]?.id ?? history.base) : history.base,
  };
}

/** Moves of the same tasks, and values typed into the same input, replace each other inside a gesture. */
function folds(earlier: Command | undefined, later: Command): boolean {
  if (earlier?.type === 'moveTasks' && later.type === 'moveTasks') {
    return Object.keys(earlier.positions).join('\n') === Object.keys(later.positions).join('\n');
  }
  if (earlier?.type === 'setInputValues' && later.type === 'setInputValues') {
    return earlier.task === later.task && earlier.input === later.input;
  }
  return false;
}

/** Applies a command: a step of its own, or a part of the open gesture. */
export function run(history: History, command: Command): History {
  const document = applyCommand(history.document, command);
  if (document === history.document) return history;
  const { gesture } = history;
  if (!gesture) return push(history, history.document, document, [command]);
  const kept = folds(gesture.commands.at(-1), command) ? gesture.commands.slice(0, -1) : gesture.commands;
  return { ...history, document, gesture: { ...gesture, commands: [...kept, command] } };
}

/** Opens a gesture (a drag, typing in a field); gestures nest, the outermost counts. */
export function beginGesture(history: History): History {
  const { gesture } = history;
  if (gesture) return { ...history, gesture: { ...gesture, depth: gesture.depth + 1 } };
  return { ...history, gesture: { from: history.document, commands: [], depth: 1 } };
}

/** Whether two documents are written with the same bytes. Most of their tasks are the same objects. */
function sameBytes(a: WorkflowDocument, b: WorkflowDocument): boolean {
  const same = (one: unknown, other: unknown) => one === other || JSON.stringify(one) === JSON.stringify(other);
  const [tasks, others] = [a.tasks, b.tasks];
  if (!tasks || tasks.length !== others?.length) return same(a, b);
  return tasks.every((task, at) => same(task, others[at])) && same({ ...a, tasks: [] }, { ...b, tasks: [] });
}

/** Ends a gesture: all its commands become one step, or none when it left the document as it was. */
export function commitGesture(history: History): History {
  const { gesture, ...rest } = history;
  if (!gesture) return history;
  if (gesture.depth > 1) return { ...history, gesture: { ...gesture, depth: gesture.depth - 1 } };
  if (sameBytes(history.document, gesture.from)) return { ...rest, document: gesture.from };
  return push(rest, gesture.from, history.document, gesture.commands);
}

/** Ends a gesture as if it had never begun (Escape while dragging). */
export function cancelGesture(history: History): History {
  const { gesture, ...rest } = history;
  return gesture ? { ...rest, document: gesture.from } : history;
}

/** Takes the last step back; the same history while a gesture is open or when there is none. */
export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step || history.gesture) return history;
  return {
    ...history,
    document: applyCommand(history.document, step.inverse),
    past: history.past.slice(0, -1),
    future: [step, ...history.future],
  };
}

/** Does the last undone step again. */
export function redo(history: History): History {
  const step = history.future[0];
  if (!step || history.gesture) return history;
  return {
    ...history,
    document: applyCommand(history.document, step.redo),
    past: [...history.past, step],
    future: history.future.slice(1),
  };
}

/** Undoes or redoes until the history stands at a position; the same history when it has no such position. */
export function travel(history: History, position: number): History {
  const behind = position === history.base ? -1 : history.past.findIndex((step) => step.id === position);
  const ahead = history.future.findIndex((step) => step.id === position);
  if (history.gesture || (position !== history.base && behind < 0 && ahead < 0)) return history;
  let now = history;
  const moves = ahead >= 0 ? ahead + 1 : history.past.length - behind - 1;
  for (let move = 0; move < moves; move += 1) now = ahead >= 0 ? redo(now) : undo(now);
  return now;
}
