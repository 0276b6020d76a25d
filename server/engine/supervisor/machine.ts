/** What this machine has to give to attempts. */
import { readdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

export interface Machine {
  /** Processors this process may use. */
  cpus: number;
  /** Memory of the machine, or what the control group of this process leaves of it. */
  memoryBytes: number;
  /** Whole accelerators, numbered from 0 as the driver does. */
  gpus: number;
}

/** @param devices where device files are; another folder for tests */
export function readMachine(devices = '/dev'): Machine {
  return { cpus: availableParallelism(), memoryBytes: memoryBytes(), gpus: countGpus(devices) };
}

function memoryBytes(): number {
  const allowed = process.constrainedMemory?.() ?? 0; // 0 or absurdly much: no limit
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

function countGpus(devices: string): number {
  try {
    return readdirSync(devices).filter((name) => /^nvidia\d+$/.test(name)).length;
  } catch {
    return 0;
  }
}
