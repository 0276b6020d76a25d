import { type FinalConnectionState, type OnConnectStartParams, type ReactFlowProps, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LooseEnd } from '#core/workflow/insert.ts';
import type { WorkflowEdge } from '#core/workflow/types.ts';
import { judgeMove, reconnectEdge } from '../acts/edge-acts.ts';
import { portOf } from '../drawing/geometry.ts';
import type { TaskEdge, TaskNode } from '../drawing/graph.ts';
import type { Point } from '../drawing/placement.ts';
import { useEditorServices } from '../editor-context.ts';
import { type Ends, edgeOfEnds, judge } from './connection.ts';
import { useRefusalWords } from './use-refusal.ts';

type Handlers = Pick<
  ReactFlowProps<TaskNode, TaskEdge>,
  | 'onConnect'
  | 'onConnectStart'
  | 'onConnectEnd'
  | 'onClickConnectStart'
  | 'onClickConnectEnd'
  | 'onReconnect'
  | 'onReconnectStart'
  | 'onReconnectEnd'
  | 'isValidConnection'
>;

type Port = Pick<OnConnectStartParams, 'nodeId' | 'handleId' | 'handleType'>;

/** The edge between two ports, whichever came first; undefined when both are inputs or both outputs. */
function edgeOfPorts(one: Port, other: Port): WorkflowEdge | undefined {
  const [source, target] = one.handleType === 'source' ? [one, other] : [other, one];
  if (source.handleType !== 'source' || target.handleType !== 'target') return undefined;
  return edgeOfEnds({
    source: source.nodeId,
    target: target.nodeId,
    sourceHandle: source.handleId,
    targetHandle: target.handleId,
  });
}

const portOfHandle = (handle: NonNullable<FinalConnectionState['fromHandle']>): Port => ({
  nodeId: handle.nodeId,
  handleId: handle.id ?? null,
  handleType: handle.type,
});

function portAt(target: EventTarget | null): Port | undefined {
  const handle = target instanceof Element ? target.closest<HTMLElement>('.react-flow__handle') : null;
  const { nodeid, handleid } = handle?.dataset ?? {};
  if (!handle || nodeid === undefined || handleid === undefined) return undefined;
  return { nodeId: nodeid, handleId: handleid, handleType: handle.classList.contains('source') ? 'source' : 'target' };
}

const endsOf = ({ from, output, to, input }: WorkflowEdge): WorkflowEdge => ({ from, output, to, input });

interface Options {
  /** Says why a connection was refused; an empty text takes the last reason away. */
  setRefusal: (text: string) => void;
  /** A connection was let go over the bare canvas, at a point of the window. */
  onLoose: (end: LooseEnd, at: Point) => void;
}

/** Where the pointer was let go, also a finger. */
const pointOf = (event: MouseEvent | TouchEvent): Point => {
  const { clientX: x, clientY: y } = 'changedTouches' in event ? (event.changedTouches[0] as Touch) : event;
  return { x, y };
};

/** Whether nothing but the bare canvas is at a point of the window. */
const isBare = ({ x, y }: Point): boolean =>
  document.elementFromPoint(x, y)?.classList.contains('react-flow__pane') ?? false;

/** The port a connection was drawn from; undefined when it is none of ours. */
function looseEnd({ nodeId, handleId, handleType }: Port): LooseEnd | undefined {
  const port = portOf(handleId);
  if (nodeId === null || port === undefined) return undefined;
  return handleType === 'source' ? { task: nodeId, output: port } : { task: nodeId, input: port };
}

/** Connecting with the mouse: by dragging, by two clicks, and by dragging the end of an edge elsewhere. */
export function useConnecting({ setRefusal, onLoose }: Options): Handlers {
  const { t } = useTranslation('canvas');
  const { t: own } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const store = useStoreApi();
  const words = useRefusalWords();
  /** The edge whose end is being dragged. */
  const moving = useRef<WorkflowEdge>(undefined);
  const clicked = useRef<Port>(undefined);

  useEffect(() => {
    const stop = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !clicked.current) return;
      clicked.current = undefined;
      store.setState({ connectionClickStartHandle: null });
      editor.stopConnecting();
    };
    window.addEventListener('keydown', stop);
    return () => window.removeEventListener('keydown', stop);
  }, [editor, store]);

  const judgeNow = (edge: WorkflowEdge) => {
    const { document } = editor.state.get();
    return moving.current
      ? judgeMove(document, editor.lookup, moving.current, edge)
      : judge(document, editor.lookup, edge);
  };
  const connect = (edge: WorkflowEdge | undefined) => {
    if (!edge) return;
    const verdict = editor.connect(edge);
    if (verdict.ok) announce(t('announce.connected', { ...edge }));
    else setRefusal(words(verdict));
  };
  const reconnect = (edge: WorkflowEdge, to: WorkflowEdge | undefined) => {
    if (!to) return;
    const verdict = reconnectEdge(editor, edge, to);
    if (verdict.ok) announce(own('announce.reconnected', { ...to }));
    else setRefusal(words(verdict));
  };
  const start = ({ nodeId, handleId }: Port) => {
    setRefusal('');
    if (nodeId && handleId) editor.startConnecting({ task: nodeId, handle: handleId });
  };

  return {
    onConnect: (ends: Ends) => connect(edgeOfEnds(ends)),
    onConnectStart: (_, port) => start(port),
    onConnectEnd: (event, state) => {
      editor.stopConnecting();
      const end = state.fromHandle && !state.toHandle && !moving.current && looseEnd(portOfHandle(state.fromHandle));
      if (end && isBare(pointOf(event))) onLoose(end, pointOf(event));
      if (state.isValid !== false || !state.fromHandle || !state.toHandle) return;
      const edge = edgeOfPorts(portOfHandle(state.fromHandle), portOfHandle(state.toHandle));
      if (!edge) setRefusal(t('connect.direction'));
      else if (moving.current) reconnect(moving.current, edge);
      else connect(edge);
    },
    onClickConnectStart: (_, port) => {
      clicked.current = port;
      start(port);
      announce(own('announce.connecting'));
    },
    onClickConnectEnd: (event) => {
      const from = clicked.current;
      const to = portAt(event.target);
      clicked.current = undefined;
      editor.stopConnecting();
      // The same port again, or the canvas: nothing is wanted.
      if (!from || !to || (to.nodeId === from.nodeId && to.handleId === from.handleId)) return;
      const edge = edgeOfPorts(from, to);
      // What may be connected was connected before this event; only a refusal is left to say.
      const verdict = edge && judge(editor.state.get().document, editor.lookup, edge);
      if (!edge) setRefusal(t('connect.direction'));
      else if (verdict && !verdict.ok) setRefusal(words(verdict));
    },
    onReconnectStart: (_, edge) => {
      moving.current = edge.data && endsOf(edge.data.edge);
    },
    onReconnect: (edge, ends) => {
      if (edge.data) reconnect(endsOf(edge.data.edge), edgeOfEnds(ends));
    },
    onReconnectEnd: () => {
      moving.current = undefined;
    },
    isValidConnection: (ends) => {
      const edge = edgeOfEnds(ends as Ends);
      return edge !== undefined && judgeNow(edge).ok;
    },
  };
}
