import { describe, expect, test } from 'vitest';
import { kindsOf, largestFlavor, type NodeKind, nodeFault, presentFlavor, readFlavor } from './kinds.ts';

const GIB = 1024 ** 3;
const node = (cpus: number, gigabytes: number, more: Partial<NodeKind> = {}): NodeKind => ({
  cpuType: 'X86',
  cpus,
  memoryBytes: gigabytes * GIB,
  gpus: 0,
  ...more,
});
const asks = (cpu: string, memory: string, more = {}) => ({ cpu, memory, ...more });

describe('what fits on a node', () => {
  const wide = node(32, 64);
  const deep = node(8, 512);
  const accelerated = node(16, 128, { gpus: 2, gpuType: 'GPU' });

  test('one node must have all of it', () => {
    expect(nodeFault(asks('32C', '64G'), [wide, deep])).toBeUndefined();
    expect(nodeFault(asks('8C', '512G'), [wide, deep])).toBeUndefined();
    expect(nodeFault(asks('9C', '65G'), [wide, deep])).toEqual({
      kind: 'size',
      field: 'memory',
      value: '65G',
      max: '64G',
    });
    expect(nodeFault(asks('33C', '1G'), [wide, deep])).toEqual({
      kind: 'size',
      field: 'cpu',
      value: '33C',
      max: '32C',
    });
  });

  test('processors and accelerators of the kind asked for', () => {
    const arm = node(4, 8, { cpuType: 'ARM' });
    expect(nodeFault(asks('1C', '1G', { cpu_type: 'ARM' }), [wide])).toMatchObject({ kind: 'type', field: 'cpu_type' });
    expect(nodeFault(asks('8C', '1G', { cpu_type: 'ARM' }), [wide, arm])).toMatchObject({ kind: 'size', max: '4C' });
    expect(nodeFault(asks('1C', '1G', { gpu: 1 }), [wide])).toEqual({ kind: 'type', field: 'gpu_type', value: 'GPU' });
    expect(nodeFault(asks('1C', '1G', { gpu: '1', gpu_type: 'Snt9' }), [accelerated])).toMatchObject({ kind: 'type' });
    expect(nodeFault(asks('1C', '1G', { gpu: 2, gpu_type: 'GPU' }), [wide, accelerated])).toBeUndefined();
    expect(nodeFault(asks('1C', '1G', { gpu: 3 }), [wide, accelerated])).toMatchObject({
      field: 'gpu',
      max: '2 × GPU',
    });
    const named = node(8, 16, { gpus: 1, gpuType: 'a100' });
    expect(nodeFault(asks('1C', '1G', { gpu: 1, gpu_type: 'GPU' }), [named])).toBeUndefined();
    expect(nodeFault(asks('1C', '1G', { gpu: 1, gpu_type: 'Snt9' }), [named])).toMatchObject({ kind: 'type' });
    expect(nodeFault(asks('32C', '1G', { gpu: 1 }), [wide, accelerated])).toMatchObject({ field: 'cpu', max: '16C' });
  });

  test('a processor that is not named is that of any node; a kind of accelerator without a number asks for none', () => {
    expect(nodeFault(asks('1C', '1G'), [node(4, 8, { cpuType: 'ARM' })])).toBeUndefined();
    expect(nodeFault(asks('1C', '1G', { gpu_type: 'GPU', gpu: 0 }), [wide])).toBeUndefined();
  });

  test('without nodes nothing fits', () => expect(nodeFault(asks('1C', '1G'), [])).toEqual({ kind: 'none' }));
});

describe('flavors', () => {
  test('are told once per kind and read back as the same rule', () => {
    const nodes = [node(8, 31.2), node(8, 31.2), node(64, 256, { gpus: 4, gpuType: 'Snt9', cpuType: 'ARM' })];
    const kinds = kindsOf(nodes);
    expect(kinds).toHaveLength(2);
    const told = kinds.map(presentFlavor);
    expect(told).toMatchObject([
      { cpu_arch: 'aarch64', vcpus: 64, ram: 262_144, gpu_info: '4 x Snt9' },
      { code: 'x86.8c.31.1g', cpu_arch: 'x86_64' },
    ]);
    const read = told.map(readFlavor) as NodeKind[];
    expect(read[0]).toEqual(kinds[0]);
    for (const memory of ['31.1G', '31.2G', '31.3G'])
      expect(nodeFault(asks('1C', memory, { cpu_type: 'X86' }), read)).toEqual(
        nodeFault(asks('1C', memory, { cpu_type: 'X86' }), kinds),
      );
  });

  test('of the largest node, for the answer of a start', () => {
    expect(largestFlavor([node(2, 64), node(16, 32.55)])).toEqual({
      cpu_type: 'X86',
      cpu: '16C',
      memory: '32.5G',
      gpu: 0,
    });
    expect(largestFlavor([])).toBeUndefined();
  });

  test('that do not say how large they are are left alone', () => {
    expect(readFlavor({ code: 'odd', vcpus: 'a', ram: 8192 })).toBeUndefined();
    expect(readFlavor({ code: 'odd', vcpus: '4' })).toBeUndefined();
    expect(readFlavor({ code: 'old', vcpus: '4', ram: 8192 })).toMatchObject({ cpuType: 'X86', cpus: 4, gpus: 0 });
  });
});
