/** The one node the embedded platform has, as the largest flavor of the documents. */
import { availableParallelism, totalmem } from 'node:os';
import type { Schema } from '#contracts/index.ts';
import type { PlannedTask } from '#core/job/types.ts';
import { formatCpu, formatMemory, parseCpu, parseGpu, parseMemory } from '#core/resources.ts';
import { refuse } from '../../errors.ts';

type Flavor = Schema<'TaskResourceDto'> & { cpu: string; memory: string };

/** Processors and memory of this machine; no accelerators. */
export function largestFlavor(): Flavor {
  const memory = Math.max(1, Math.floor(totalmem() / 1024 ** 3));
  return {
    cpu_type: process.arch === 'arm64' ? 'ARM' : 'X86',
    cpu: formatCpu(availableParallelism()),
    memory: formatMemory(memory),
    gpu: 0,
  };
}

/** @throws ApiError 01050205 when a task needs an accelerator, 01050206 when it needs more than there is */
export function checkFlavor(tasks: readonly PlannedTask[], largest: Flavor): void {
  for (const { name, resources } of tasks) {
    if ((parseGpu(resources.gpu ?? 0) ?? 0) > 0)
      throw refuse('01050205', `Task ${name} needs an accelerator; this platform has none`);
    const tooLarge =
      (parseCpu(resources.cpu) ?? 0) > (parseCpu(largest.cpu) ?? 0) ||
      (parseMemory(resources.memory) ?? 0) > (parseMemory(largest.memory) ?? 0);
    if (tooLarge) {
      const asked = `${resources.cpu} and ${resources.memory}`;
      throw refuse(
        '01050206',
        `Task ${name} asks for ${asked}; the flavor cannot exceed ${largest.cpu} and ${largest.memory}`,
      );
    }
  }
}
