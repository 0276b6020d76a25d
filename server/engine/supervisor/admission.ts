/**
 * Who starts next. Strict priority, first in, first out among equals. An attempt at the head that does not fit waits,
 * and nothing behind it may start in a way that could delay it: a large one is never starved by small ones. As every
 * attempt takes a slot, processors and memory, that means nothing overtakes, with one exception: where the head is
 * short of GPUs only, those behind that ask for no GPU may use what is left beside its share of everything else.
 */
import type { Machine } from './machine.ts';
import type { AttemptSpec } from './protocol.ts';

type Resources = AttemptSpec['resources'];

/** What a running attempt holds; `devices` are the numbers of its GPUs. */
interface Held {
  resources: Resources;
  devices: number[];
}

export type Admitted = { spec: AttemptSpec; devices: number[] } | { spec: AttemptSpec; refusal: string };

export interface Allocated {
  cpus: number;
  memoryBytes: number;
  gpus: number;
}

/** Free amounts; thousandths of processors, so that tenths add up exactly. */
interface Room {
  slots: number;
  millicpus: number;
  memoryBytes: number;
}

export class Admission {
  private readonly queue: AttemptSpec[] = [];
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly machine: Machine,
    private slots: number,
  ) {}

  get waiting(): string[] {
    return this.queue.map(({ id }) => id);
  }

  setSlots(slots: number): void {
    this.slots = slots;
  }

  /** What may be taken at a time. More slots than processors oversubscribe these on purpose. */
  private get capacity(): Machine {
    return { ...this.machine, cpus: Math.max(this.machine.cpus, this.slots) };
  }

  get allocated(): Allocated {
    const all = [...this.held.values()];
    return {
      cpus: all.reduce((sum, { resources }) => sum + millicpus(resources), 0) / 1000,
      memoryBytes: all.reduce((sum, { resources }) => sum + resources.memoryBytes, 0),
      gpus: all.reduce((sum, { devices }) => sum + devices.length, 0),
    };
  }

  add(spec: AttemptSpec): void {
    let place = this.queue.length;
    while (place > 0 && (this.queue[place - 1] as AttemptSpec).priority < spec.priority) place--;
    this.queue.splice(place, 0, spec);
  }

  /** Takes an attempt out of the queue; false when it is not there (any more). */
  withdraw(id: string): boolean {
    const place = this.queue.findIndex((spec) => spec.id === id);
    if (place >= 0) this.queue.splice(place, 1);
    return place >= 0;
  }

  /** Notes what an attempt holds that was started by somebody else. */
  hold(id: string, resources: Resources, devices: number[]): void {
    this.held.set(id, { resources, devices });
  }

  release(id: string): void {
    this.held.delete(id);
  }

  /** The next attempt that may start, which holds its share from now on, or one that this machine can never run. */
  next(): Admitted | undefined {
    const room = this.room();
    let freeDevices = this.freeDevices();
    for (const [place, spec] of this.queue.entries()) {
      const refusal = refusalOf(spec.resources, this.capacity);
      if (refusal) return { spec: this.remove(place), refusal };
      if (!fits(spec.resources, room)) return undefined;
      const { gpus } = spec.resources;
      if (gpus <= freeDevices.length) {
        const devices = freeDevices.slice(0, gpus);
        this.hold(spec.id, spec.resources, devices);
        return { spec: this.remove(place), devices };
      }
      reserve(spec.resources, room);
      freeDevices = [];
    }
    return undefined;
  }

  private remove(place: number): AttemptSpec {
    return this.queue.splice(place, 1)[0] as AttemptSpec;
  }

  private room(): Room {
    const { cpus, memoryBytes } = this.allocated;
    const { capacity } = this;
    return {
      slots: this.slots - this.held.size,
      millicpus: capacity.cpus * 1000 - cpus * 1000,
      memoryBytes: capacity.memoryBytes - memoryBytes,
    };
  }

  private freeDevices(): number[] {
    const taken = new Set([...this.held.values()].flatMap(({ devices }) => devices));
    return Array.from({ length: this.machine.gpus }, (_, device) => device).filter((device) => !taken.has(device));
  }
}

const millicpus = ({ cpus }: Resources) => Math.round(cpus * 1000);

function fits(resources: Resources, room: Room): boolean {
  return (
    room.slots > 0 && millicpus(resources) <= Math.round(room.millicpus) && resources.memoryBytes <= room.memoryBytes
  );
}

function reserve(resources: Resources, room: Room): void {
  room.slots--;
  room.millicpus -= millicpus(resources);
  room.memoryBytes -= resources.memoryBytes;
}

function refusalOf({ cpus, memoryBytes, gpus }: Resources, machine: Machine): string | undefined {
  const lacks = (what: string, asked: string, there: string) =>
    `it asks for ${asked} ${what} and this machine has ${there}`;
  if (cpus > machine.cpus) return lacks('processors', String(cpus), String(machine.cpus));
  if (memoryBytes > machine.memoryBytes)
    return lacks('GB of memory', gigabytes(memoryBytes), gigabytes(machine.memoryBytes));
  if (gpus > machine.gpus) return lacks('GPUs', String(gpus), String(machine.gpus));
  return undefined;
}

/** Bytes in GB to a tenth, as resources are given. */
export const gigabytes = (bytes: number): string => String(Math.round(bytes / 2 ** 30 / 0.1) / 10);
