/** Computing resources: texts like `0.5C` and `2G`, their ranges, and their inheritance (domain §1.6). */
import type { AppSignature, Resources } from './workflow/types.ts';

/** Ranges as the reference states them in words (4.5.1.5); the contract's patterns cannot. */
export const CPU_RANGE = { min: 0.1, max: 128 } as const;
export const MEMORY_RANGE = { min: 0.1, max: 3072 } as const;
export const GPU_RANGE = { min: 0, max: 16 } as const;
/** Counts an Ascend accelerator can be asked for. */
export const SNT9_COUNTS: readonly number[] = [0, 1, 2, 4, 8];

const DEFAULTS = { cpu: '1C', memory: '1G' } as const;

function parseAmount(text: string, form: RegExp): number | undefined {
  const found = form.exec(text);
  return found ? Number(found[1]) : undefined;
}

/** Cores of `0.5C`; undefined when the text is no such amount. */
export function parseCpu(text: string): number | undefined {
  return parseAmount(text, /^(\d{1,3}(?:\.\d)?)C$/);
}

/** GB of `2G`; undefined when the text is no such amount. */
export function parseMemory(text: string): number | undefined {
  return parseAmount(text, /^(\d{1,4}(?:\.\d)?)G$/);
}

/** Whole accelerators of `"2"` or `2`. */
export function parseGpu(value: string | number): number | undefined {
  return /^\d{1,2}$/.test(String(value)) ? Number(value) : undefined;
}

function tenths(amount: number): string {
  return String(Math.round(amount * 10) / 10);
}

/** Cores as `0.5C`, rounded to tenths. */
export function formatCpu(cores: number): string {
  return `${tenths(cores)}C`;
}

/** GB as `2G`, rounded to tenths. */
export function formatMemory(gigabytes: number): string {
  return `${tenths(gigabytes)}G`;
}

export type MergedResources = Required<Pick<Resources, 'cpu' | 'memory'>> & Resources;

const FIELDS = ['cpu_type', 'cpu', 'memory', 'gpu_type', 'gpu'] as const;

/** App, then workflow, then job: a later value replaces an earlier one field by field; absent or empty inherits. */
export function mergeResources(...levels: (AppSignature['resources'] | Resources | undefined)[]): MergedResources {
  const merged: Record<string, string | number> = { ...DEFAULTS };
  for (const level of levels) {
    for (const field of FIELDS) {
      const value = level?.[field];
      if (value !== undefined && value !== null && value !== '') merged[field] = value;
    }
  }
  return merged as MergedResources;
}

export interface ResourceFault {
  field: (typeof FIELDS)[number];
  kind: 'format' | 'range' | 'snt9';
  min?: number;
  max?: number;
}

function checkAmount(
  field: 'cpu' | 'memory' | 'gpu',
  amount: number | undefined,
  range: { min: number; max: number },
): ResourceFault[] {
  if (amount === undefined) return [{ field, kind: 'format' }];
  return amount < range.min || amount > range.max ? [{ field, kind: 'range', ...range }] : [];
}

/** What is wrong with given resources; absent and empty fields inherit and are never wrong. */
export function checkResources(resources: Resources | undefined): ResourceFault[] {
  const { cpu, memory, gpu, gpu_type } = resources ?? {};
  const faults: ResourceFault[] = [];
  if (cpu) faults.push(...checkAmount('cpu', parseCpu(cpu), CPU_RANGE));
  if (memory) faults.push(...checkAmount('memory', parseMemory(memory), MEMORY_RANGE));
  if (gpu !== undefined && gpu !== '') {
    const count = parseGpu(gpu);
    // A text is held to the contract's pattern, which has the range in it; a number to the range.
    const malformed =
      typeof gpu === 'string' && count !== undefined && (count > GPU_RANGE.max || gpu !== String(count));
    faults.push(...checkAmount('gpu', malformed ? undefined : count, GPU_RANGE));
    if (gpu_type === 'Snt9' && count !== undefined && count <= GPU_RANGE.max && !SNT9_COUNTS.includes(count))
      faults.push({ field: 'gpu', kind: 'snt9' });
  }
  return faults;
}
