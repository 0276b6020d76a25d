import { expect, test } from 'vitest';
import { exportName } from './formats.ts';
import { pixelScale } from './rasterise.ts';

test('files are named after the workflow and its version', () => {
  expect(exportName({ name: 'flow', version: '1.2' }, 'mermaid')).toBe('flow-1.2.mmd');
  expect(exportName({ name: '', version: '' }, 'png')).toBe('workflow.png');
});

test('pictures have two pixels for one until a browser could not hold them', () => {
  expect(pixelScale(2000, 1000)).toBe(2);
  expect(pixelScale(40_000, 100) * 40_000).toBeLessThanOrEqual(16_384);
  const scale = pixelScale(16_000, 16_000);
  expect((16_000 * scale) ** 2).toBeLessThanOrEqual(120_000_001);
});
