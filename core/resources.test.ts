import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkResources,
  formatCpu,
  formatMemory,
  mergeResources,
  parseCpu,
  parseGpu,
  parseMemory,
} from './resources.ts';

describe('resources', () => {
  it('reads and writes amounts', () => {
    expect(parseCpu('0.1C')).toBe(0.1);
    expect(parseMemory('3072G')).toBe(3072);
    expect([parseCpu('1'), parseCpu('1G'), parseCpu('1.25C'), parseCpu(''), parseMemory('G')]).toEqual(
      Array(5).fill(undefined),
    );
    expect([parseGpu(2), parseGpu('2'), parseGpu('')]).toEqual([2, 2, undefined]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1280 }), (tenth) => {
        expect(parseCpu(formatCpu(tenth / 10))).toBe(tenth / 10);
        expect(parseMemory(formatMemory(tenth / 10))).toBe(tenth / 10);
      }),
    );
  });

  it('merges field by field, absent or empty inherits', () => {
    const merged = mergeResources(
      { cpu: '2C', memory: '4G', gpu: '1', gpu_type: 'GPU' },
      { cpu: '', memory: '8G' },
      { gpu: 0 },
    );
    expect(merged).toEqual({ cpu: '2C', memory: '8G', gpu: 0, gpu_type: 'GPU' });
    expect(mergeResources(undefined, undefined)).toEqual({ cpu: '1C', memory: '1G' });
  });

  it('checks ranges', () => {
    expect(checkResources({ cpu: '0.1C', memory: '3072G', gpu: 16, gpu_type: 'GPU' })).toEqual([]);
    expect(checkResources({ cpu: '0C', memory: '3073G', gpu: '17' }).map((fault) => fault.field)).toEqual([
      'cpu',
      'memory',
      'gpu',
    ]);
    expect(checkResources({ cpu: 'many' })).toMatchObject([{ kind: 'format' }]);
    expect(checkResources({ gpu: 3, gpu_type: 'Snt9' })).toEqual([{ field: 'gpu', kind: 'snt9' }]);
    expect(checkResources({ cpu: '', gpu: '' })).toEqual([]);
  });
});
