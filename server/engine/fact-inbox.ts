/** What the executor tells: facts until they are written, and the connection they come by. */
import type { Db } from '../db/database.ts';
import type { AttemptFact, AttemptKey, Executor, FactPosition } from './executor.ts';
import { readPosition } from './position.ts';

/** What one round takes in. */
export interface Intake {
  facts: AttemptFact[];
  /** Position after the last fact there is; undefined when some are left for later rounds. */
  position: FactPosition | undefined;
  /** Set in the first round after a connection: what the executor still has. */
  isLive: ((key: AttemptKey) => boolean) | undefined;
}

export interface InboxListener {
  /** `urgent`: something ended, which may make other instances ready. */
  onFacts(urgent: boolean): void;
  onConnected(): void;
}

export class FactInbox {
  private facts: AttemptFact[] = [];
  /** Position after the facts in `facts`, and after those written. */
  private told: FactPosition | undefined;
  private written: FactPosition | undefined;
  private connection: Promise<void> | undefined;
  private isLive: Intake['isLive'];

  constructor(
    private readonly executor: Executor,
    private readonly listener: InboxListener,
  ) {}

  /** Goes on where the last round was written, by whichever server. */
  async resume(db: Db): Promise<void> {
    this.written = await readPosition(db, this.executor.site);
    this.told = this.written;
  }

  /** A fact the runner itself knows; it is taken in like the others. */
  push(fact: AttemptFact): void {
    this.facts.push(fact);
  }

  get waits(): boolean {
    return this.facts.length > 0 || this.isLive !== undefined;
  }

  /** Whether something waits that must not wait for company. */
  get isUrgent(): boolean {
    return this.isLive !== undefined || this.facts.some(({ type }) => type === 'ended');
  }

  /** The executor is started by the first job: a server without jobs needs no supervisor. */
  connect(): Promise<void> {
    this.connection ??= this.executor
      .start({
        position: () => this.told,
        onFacts: (facts, position) => {
          this.facts.push(...facts);
          this.told = position;
          this.listener.onFacts(facts.some(({ type }) => type === 'ended'));
        },
        onConnected: (isLive) => {
          this.isLive = isLive;
          this.listener.onConnected();
        },
      })
      .catch((error: unknown) => {
        this.connection = undefined;
        throw error;
      });
    return this.connection;
  }

  /**
   * A round that failed may have been written all the same (the connection broke while it was committed), and what it
   * queued was not handed over then: the next connection says what the executor really has.
   */
  async disconnect(): Promise<void> {
    await this.connection?.catch(() => undefined);
    this.connection = undefined;
    this.isLive = undefined;
    await this.executor.close();
  }

  take(limit: number): Intake {
    const facts = this.facts.slice(0, limit);
    return { facts, position: facts.length === this.facts.length ? this.told : undefined, isLive: this.isLive };
  }

  /** Whether a position says more than what is written. */
  isNews(position: FactPosition | undefined): position is FactPosition {
    return position !== undefined && position.offset !== this.written?.offset;
  }

  /** The round that took them is written: the executor may drop them. */
  done({ facts, position, isLive }: Intake): void {
    this.facts.splice(0, facts.length);
    if (isLive && this.isLive === isLive) this.isLive = undefined;
    if (position) this.written = position;
    if (this.written) this.executor.acknowledge(this.written);
  }

  /** Attempts whose end was told already, and is settled in one of the next rounds. */
  ended(): AttemptKey[] {
    return this.facts.flatMap(({ type, key }) => (type === 'ended' ? [key] : []));
  }
}
