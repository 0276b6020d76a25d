import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';
import type { AttemptSpec } from './protocol.ts';

const GB = 2 ** 30;
const machine = { cpus: 8, memoryBytes: 32 * GB, gpus: 2 };

function spec(id: string, cpus: number, gigabytes: number, gpus = 0, priority = 0): AttemptSpec {
  const resources = { cpus, memoryBytes: gigabytes * GB, gpus };
  return { id, dir: '/', command: [], cwd: '/', log: '/', env: {}, priority, resources };
}

/** Ids that may start now; one that is refused is marked. */
function startable(admission: Admission): string[] {
  const ids: string[] = [];
  for (let next = admission.next(); next; next = admission.next())
    ids.push('refusal' in next ? `-${next.spec.id}` : next.spec.id);
  return ids;
}

function admission(slots: number, ...specs: AttemptSpec[]): Admission {
  const made = new Admission(machine, slots);
  for (const one of specs) made.add(one);
  return made;
}

describe('admission', () => {
  it('keeps within slots, processors and memory', () => {
    expect(startable(admission(2, spec('a', 1, 1), spec('b', 1, 1), spec('c', 1, 1)))).toEqual(['a', 'b']);
    expect(startable(admission(8, spec('a', 5, 1), spec('b', 3, 1), spec('c', 0.1, 1)))).toEqual(['a', 'b']);
    expect(startable(admission(8, spec('a', 1, 30), spec('b', 1, 2), spec('c', 1, 0.1)))).toEqual(['a', 'b']);
  });

  it('adds tenths of processors exactly and counts more slots than processors as processors', () => {
    const tenths = Array.from({ length: 81 }, (_, at) => spec(`t${at}`, 0.1, 0.1));
    const exact = admission(100, ...tenths);
    expect(startable(exact)).toHaveLength(81);
    expect(exact.allocated.cpus).toBe(8.1);
    expect(startable(admission(8, spec('a', 7.9, 1), spec('b', 0.1, 1), spec('c', 0.1, 1)))).toEqual(['a', 'b']);
    const whole = Array.from({ length: 12 }, (_, at) => spec(`w${at}`, 1, 1));
    expect(startable(admission(12, ...whole))).toHaveLength(12);
  });

  it('lets nothing overtake a large one at the head, and takes the larger priority first', () => {
    const queue = admission(4, spec('small', 1, 1), spec('large', 8, 1), spec('late', 1, 1));
    expect(startable(queue)).toEqual(['small']);
    queue.release('small');
    expect(startable(queue)).toEqual(['large']);
    queue.release('large');
    expect(startable(queue)).toEqual(['late']);
    expect(startable(admission(1, spec('low', 1, 1), spec('high', 1, 1, 0, 9)))).toEqual(['high']);
  });

  it('goes on when the one that all wait behind is withdrawn', () => {
    const queue = admission(4, spec('small', 1, 1), spec('large', 8, 1), spec('late', 1, 1));
    startable(queue);
    expect([queue.withdraw('large'), queue.withdraw('large')]).toEqual([true, false]);
    expect(startable(queue)).toEqual(['late']);
  });

  it('hands GPUs out whole, each to one', () => {
    const queue = admission(8, spec('a', 1, 1, 1), spec('b', 1, 1, 1), spec('c', 1, 1, 1));
    const [first, second] = [queue.next(), queue.next()];
    expect([first, second]).toMatchObject([{ devices: [0] }, { devices: [1] }]);
    expect(queue.next()).toBeUndefined();
    queue.release('a');
    expect(queue.next()).toMatchObject({ spec: { id: 'c' }, devices: [0] });
    expect(queue.allocated.gpus).toBe(2);
  });

  it('lets those without GPUs past one that waits for some, but for its share of the rest', () => {
    const queue = admission(8, spec('first', 1, 1, 2), spec('waits', 4, 1, 1), spec('a', 3, 1), spec('b', 1, 1));
    expect(startable(queue)).toEqual(['first', 'a']);
    const slots = admission(2, spec('first', 1, 1, 2), spec('waits', 1, 1, 1), spec('a', 1, 1));
    expect(startable(slots)).toEqual(['first']);
  });

  it('says of what can never fit what is missing, and goes on', () => {
    const queue = admission(2, spec('cpu', 9, 1), spec('memory', 1, 64), spec('gpu', 1, 1, 3), spec('fits', 1, 1));
    const refused = [queue.next(), queue.next(), queue.next()];
    expect(refused.map((one) => one && 'refusal' in one && one.refusal)).toEqual([
      'it asks for 9 processors and this machine has 8',
      'it asks for 64 GB of memory and this machine has 32',
      'it asks for 3 GPUs and this machine has 2',
    ]);
    expect(startable(queue)).toEqual(['fits']);
  });

  it('never exceeds anything and starves nobody', () => {
    const any = fc.record({
      cpus: fc.integer({ min: 1, max: 80 }),
      gigabytes: fc.integer({ min: 1, max: 32 }),
      gpus: fc.integer({ min: 0, max: 2 }),
      priority: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (all, slots) => {
        const specs = all.map((one, at) => spec(`${at}`, one.cpus / 10, one.gigabytes, one.gpus, one.priority));
        const queue = admission(slots, ...specs);
        const running: string[] = [];
        const started: string[] = [];
        for (let step = 0; step <= all.length; step++) {
          const before = queue.waiting;
          const now = startable(queue);
          started.push(...now);
          running.push(...now);
          const { cpus, memoryBytes, gpus } = queue.allocated;
          expect(running.length).toBeLessThanOrEqual(slots);
          expect(cpus).toBeLessThanOrEqual(8);
          expect(memoryBytes).toBeLessThanOrEqual(machine.memoryBytes);
          expect(gpus).toBeLessThanOrEqual(machine.gpus);
          // With nothing else running the head always starts: it is never held up by those behind it.
          if (running.length === now.length && before.length > 0) expect(now).toContain(before[0]);
          const oldest = running.shift();
          if (oldest) queue.release(oldest);
        }
        expect(started.sort()).toEqual(specs.map(({ id }) => id).sort());
      }),
    );
  });
});
