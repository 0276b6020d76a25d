/**
 * What lies outside a server: attempts that wait, run and end as a script says, and the supervisor that remembers them.
 * It outlives servers; each server reaches it through a `ScriptedExecutor` of its own.
 */
import { randomUUID } from 'node:crypto';
import type { AttemptFact, AttemptKey, FactPosition } from '../executor.ts';
import { OutputRefused } from '../executor.ts';
import { attemptName } from '../job-store.ts';

/** What becomes of an attempt that is not told to end. */
export type Fate =
  | 'success'
  | 'exit'
  | 'signal'
  | 'lost'
  | 'start-failed'
  | 'prepare-failed'
  | 'outputs-refused'
  | 'store-failed';

/** How the script's end of an attempt looks to whoever waits for its instance. */
export type EndOutcome = 'succeeded' | 'failed' | 'cancelled';

type Ended = Extract<AttemptFact, { type: 'ended' }>;

interface Attempt {
  key: AttemptKey;
  priority: number;
  /** Told to end. */
  killed: boolean;
  /** How it ended while no supervisor looked. */
  unseenEnd?: Ended;
}

/** The end of a connection that a server holds. */
export interface WorldClient {
  connected: boolean;
  readonly alive: boolean;
  position(): FactPosition | undefined;
  onFacts(facts: AttemptFact[], position: FactPosition): void;
  onConnected(isLive: (key: AttemptKey) => boolean): void;
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

export class ScriptedWorld {
  /** Waiting at the supervisor, in the order in which it will start them. */
  queue: Attempt[] = [];
  readonly running = new Map<string, Attempt>();
  /** Begun, and unknown to the supervisor: it died before it noted them. */
  readonly limbo = new Map<string, Attempt>();
  /** How often the command of an attempt was started. */
  readonly begun = new Map<string, number>();
  /** Instances whose attempt could not even be prepared. */
  readonly unprepared: AttemptKey[] = [];
  readonly complaints: string[] = [];
  /** Jobs that are known to be stopped: nothing new of them may be handed over. */
  readonly stopped = new Set<string>();
  /** False while no server can reach the supervisor. */
  reachable = true;
  /** So many facts more than needed are told again at a connection. */
  rewind = 0;
  private journal: AttemptFact[] = [];
  private journalId: string = randomUUID();
  private readonly ended = new Map<string, number>();
  private client: WorldClient | undefined;
  private told = 0;
  private busy: Promise<void> = Promise.resolve();
  private waiting: WorldClient | undefined;

  constructor(
    private readonly fateOf: (key: AttemptKey) => Fate,
    /** From 0 (inclusive) to 1: cuts the facts into messages. */
    private readonly random: () => number,
  ) {}

  fate(key: AttemptKey): Fate {
    return this.fateOf(key);
  }

  /** Resolves when everything that happened has been told to whoever is connected; with what says if that still holds. */
  async quiet(): Promise<() => boolean> {
    for (let before: Promise<void> | undefined; before !== this.busy; ) {
      before = this.busy;
      await before;
    }
    const { busy } = this;
    return () => this.busy === busy;
  }

  /** A server connects; while the supervisor is out of reach it waits. */
  connect(client: WorldClient): void {
    if (!this.reachable) {
      this.waiting = client;
      return;
    }
    this.client = client;
    this.enqueue(async () => {
      if (this.client !== client || !client.alive) return;
      client.connected = true;
      const position = client.position();
      this.told = position?.journal === this.journalId ? Math.max(0, position.offset - this.rewind) : 0;
      const live = new Set([...this.queue.map(({ key }) => attemptName(key)), ...this.running.keys()]);
      const end = this.journal.length;
      await this.tellUntil(client, end);
      if (client.connected && client.alive) client.onConnected((key) => live.has(attemptName(key)));
    });
    this.tell();
  }

  /** The connection breaks; what is sent meanwhile is lost. */
  disconnect(): void {
    this.reachable = false;
    if (this.client) {
      this.client.connected = false;
      this.waiting = this.client;
    }
    this.client = undefined;
  }

  reconnect(): void {
    this.reachable = true;
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting?.alive) this.connect(waiting);
  }

  submit(key: AttemptKey, priority: number): void {
    const name = attemptName(key);
    const unseen = this.limbo.get(name);
    if (unseen) {
      this.limbo.delete(name);
      this.running.set(name, unseen);
      this.note({ type: 'started', key, at: Date.now() });
      if (unseen.unseenEnd) this.finish(unseen, unseen.unseenEnd);
      return;
    }
    if (this.running.has(name) || this.ended.has(name) || this.queue.some((other) => attemptName(other.key) === name))
      return;
    if (this.begun.has(name)) this.complaints.push(`${name} was handed over again after it had ended`);
    if (this.stopped.has(key.jobId)) this.complaints.push(`${name} was handed over although its job was stopped`);
    const place = this.queue.findIndex((other) => other.priority < priority);
    this.queue.splice(place < 0 ? this.queue.length : place, 0, { key, priority, killed: false });
  }

  cancel(key: AttemptKey): void {
    if (this.withdraw(key)) return;
    const attempt = this.running.get(attemptName(key));
    if (attempt) attempt.killed = true;
  }

  withdraw(key: AttemptKey): boolean {
    const place = this.queue.findIndex((other) => attemptName(other.key) === attemptName(key));
    const [attempt] = place < 0 ? [] : this.queue.splice(place, 1);
    if (attempt) this.finish(attempt, { type: 'ended', key, at: Date.now(), reason: 'CANCELLED' });
    return attempt !== undefined;
  }

  revoke(key: AttemptKey): boolean {
    return !this.begun.has(attemptName(key));
  }

  /** Facts until there may be forgotten, and with them that their attempts have been run. */
  acknowledge({ journal, offset }: FactPosition): void {
    if (journal !== this.journalId) return;
    for (const [name, at] of this.ended) if (at <= offset) this.ended.delete(name);
  }

  /** The supervisor starts the first attempts of its queue. @returns whether the command of each really began */
  start(count: number): { key: AttemptKey; began: boolean }[] {
    return this.queue.splice(0, count).map((attempt) => {
      const { key } = attempt;
      if (this.fateOf(key) === 'start-failed') {
        this.finish(attempt, {
          type: 'ended',
          key,
          at: Date.now(),
          reason: 'START_FAILED',
          message: 'no such program',
        });
        return { key, began: false };
      }
      this.begin(attempt);
      this.running.set(attemptName(key), attempt);
      this.note({ type: 'started', key, at: Date.now() });
      return { key, began: true };
    });
  }

  /** A command ends by itself, or because it was told to. */
  end(name: string): { key: AttemptKey; outcome: EndOutcome } | undefined {
    const seen = this.running.get(name);
    const attempt = seen ?? this.limbo.get(name);
    if (!attempt || attempt.unseenEnd) return undefined;
    const fact = this.endOf(attempt);
    if (seen) this.finish(attempt, fact);
    else attempt.unseenEnd = fact;
    return { key: attempt.key, outcome: this.outcomeOf(attempt) };
  }

  /**
   * The supervisor is killed and another one takes its place. What waited is forgotten; what runs is found again, or
   * its process is gone without a trace (`isLost`). With the journal nothing at all is found.
   * @param unnoted so many attempts were begun just before, and not noted
   */
  die(unnoted: number, isLost: (name: string) => boolean, journalLost: boolean) {
    this.disconnect();
    const begun = this.queue.splice(0, unnoted).filter(({ key }) => this.fateOf(key) !== 'start-failed');
    for (const attempt of begun) {
      this.begin(attempt);
      this.limbo.set(attemptName(attempt.key), attempt);
    }
    this.queue = [];
    const lost = [...this.running].filter(([name]) => journalLost || isLost(name)).map(([, attempt]) => attempt);
    if (journalLost) {
      this.journalId = randomUUID();
      this.journal = [];
      this.ended.clear();
      this.running.clear();
    } else for (const attempt of lost) this.finish(attempt, this.lostFact(attempt));
    // A new supervisor knows nothing of what the old one was asked.
    for (const attempt of this.running.values()) attempt.killed = false;
    return { begun: begun.map(({ key }) => key), lost: lost.map(({ key }) => key) };
  }

  private begin({ key }: Attempt): void {
    const name = attemptName(key);
    this.begun.set(name, (this.begun.get(name) ?? 0) + 1);
    if ((this.begun.get(name) ?? 0) > 1) this.complaints.push(`${name} ran twice`);
  }

  private lostFact = ({ key }: Attempt): Ended => ({ type: 'ended', key, at: Date.now(), reason: 'LOST' });

  private endOf(attempt: Attempt): Ended {
    const { key, killed } = attempt;
    const base = { type: 'ended', key, at: Date.now() } as const;
    if (killed) return { ...base, reason: 'CANCELLED', exitCode: 143 };
    switch (this.fateOf(key)) {
      case 'exit':
        return { ...base, exitCode: 3, usage: { cpu_seconds: 0.5 } };
      case 'signal':
        return { ...base, signal: 'SIGSEGV' };
      case 'lost':
        return this.lostFact(attempt);
      default:
        return { ...base, exitCode: 0, usage: { cpu_seconds: 0.25 } };
    }
  }

  private outcomeOf({ key, killed }: Attempt): EndOutcome {
    if (killed) return 'cancelled';
    return this.fateOf(key) === 'success' ? 'succeeded' : 'failed';
  }

  private finish(attempt: Attempt, fact: Ended): void {
    const name = attemptName(attempt.key);
    this.running.delete(name);
    this.ended.set(name, this.journal.length + 1);
    this.note(fact);
  }

  private note(fact: AttemptFact): void {
    this.journal.push(fact);
    this.tell();
  }

  private tell(): void {
    const { client } = this;
    if (client) this.enqueue(() => this.tellUntil(client, this.journal.length));
  }

  private async tellUntil(client: WorldClient, end: number): Promise<void> {
    while (client === this.client && client.connected && client.alive && this.told < end) {
      const from = this.told;
      this.told = Math.min(end, from + 1 + Math.floor(this.random() * (end - from)));
      client.onFacts(this.journal.slice(from, this.told), { journal: this.journalId, offset: this.told });
      await tick();
    }
  }

  private enqueue(work: () => Promise<void>): void {
    this.busy = this.busy.then(tick).then(work);
  }
}

/** Outputs of an attempt as its script wants them. @throws OutputRefused */
export function scriptedOutputs(fate: Fate) {
  if (fate === 'outputs-refused') throw new OutputRefused('OutputLinkRefused', 'output out is a link');
  if (fate === 'store-failed') throw new Error('the disk is on fire');
  // The folder does not exist: its files are in the store already, as after an interrupted move.
  return { folder: '/nonexistent/scripted', files: [{ path: 'out', size: 1 }], folders: [] };
}
