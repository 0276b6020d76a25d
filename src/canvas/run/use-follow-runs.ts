import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { movement } from '../connect/movement.ts';
import type { RunByTask } from './run.ts';

/** Keeps the tasks that run in view, while it is asked to; whoever moves the view takes over. */
export function useFollowRuns(run: RunByTask) {
  const flow = useReactFlow();
  const [following, setFollowing] = useState(false);
  const shown = useRef('');
  useEffect(() => {
    if (!following) {
      shown.current = '';
      return;
    }
    const names = [...run].filter(([, { status }]) => status === 'RUNNING').map(([name]) => name);
    const key = names.join('\n');
    if (names.length === 0 || key === shown.current) return;
    shown.current = key;
    void flow.fitView({ nodes: names.map((id) => ({ id })), padding: 0.3, maxZoom: 1, ...movement(300) });
  }, [following, run, flow]);
  return { following, setFollowing };
}
