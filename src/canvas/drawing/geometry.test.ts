import { expect, it } from 'vitest';
import type { AppSignature } from '#core/workflow/types.ts';
import { nodeSize, placeHandles } from './geometry.ts';

const port = (name: string) => ({ name, required: true, type: 'FILE' as const });
const app: AppSignature = {
  id: 'a',
  name: 'tool',
  version: '1',
  inputs: ['a', 'b', 'c'].map(port),
  outputs: [port('out')],
};

it('keeps every port inside the task', () => {
  for (const withRun of [false, true])
    for (const { y } of placeHandles(app, withRun)) expect(y).toBeLessThan(nodeSize(app, withRun).height);
});

it('moves the ports down where the state of a run stands above them', () => {
  const [plain] = placeHandles(app, false);
  const [running] = placeHandles(app, true);
  const taller = nodeSize(app, true).height - nodeSize(app, false).height;
  expect((running?.y ?? 0) - (plain?.y ?? 0)).toBe(taller);
});
