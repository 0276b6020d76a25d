/**
 * A server process that can be killed, for tests: a database connection and calls of an executor that stop for ever at
 * a chosen point. What was written stays; an open transaction is rolled back, as a database does when a client is gone.
 */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Db } from '../../db/database.ts';
import type { Database } from '../../db/schema.ts';
import type { Executor } from '../executor.ts';

/** What happens at the n-th step from now; `done`: after the step took effect, before the process hears of it. */
export interface Fault {
  kind: 'kill' | 'error';
  at: number;
  done: boolean;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export class Life {
  dead = false;
  private fault: Fault | undefined;
  private steps = 0;
  private readonly funerals: (() => void)[] = [];
  private tellDeath: () => void = () => undefined;
  /** Resolves when the process is killed. */
  readonly died = new Promise<void>((resolve) => {
    this.tellDeath = resolve;
  });

  arm(fault: Fault | undefined): void {
    this.fault = fault;
    this.steps = 0;
  }

  kill(): void {
    if (this.dead) return;
    this.dead = true;
    for (const funeral of this.funerals) funeral();
    this.tellDeath();
  }

  onDeath(funeral: () => void): void {
    this.funerals.push(funeral);
  }

  /** A step that is awaited: it may fail or never come back. */
  async step<T>(effect: () => Promise<T>): Promise<T> {
    if (this.dead) return never();
    const fault = this.strike();
    if (fault && !fault.done) return this.suffer(fault);
    const result = await effect();
    if (fault) return this.suffer(fault);
    return this.dead ? never() : result;
  }

  /** A step that is not awaited. False when it must have no effect, because the process is gone. */
  pass(): boolean {
    if (this.dead) return false;
    const fault = this.strike();
    if (fault?.kind !== 'kill') return true;
    this.kill();
    return fault.done;
  }

  private strike(): Fault | undefined {
    const { fault } = this;
    if (!fault || ++this.steps !== fault.at) return undefined;
    this.fault = undefined;
    return fault;
  }

  private suffer<T>({ kind }: Fault): Promise<T> {
    if (kind === 'error') return Promise.reject(new Error('the connection to the database was lost'));
    this.kill();
    return never();
  }
}

/** The database as a process sees it that may be killed. */
export function mortalDb(base: Db, life: Life): Db {
  const dialect: Dialect = {
    createDriver: () => new MortalDriver(base, life),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
  return new Kysely<Database>({ dialect });
}

class MortalDriver implements Driver {
  private readonly releases = new WeakMap<DatabaseConnection, () => void>();

  constructor(
    private readonly base: Db,
    private readonly life: Life,
  ) {}

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    const { base, life } = this;
    return new Promise((resolve, reject) => {
      base
        .connection()
        .execute(async (real) => {
          if (life.dead) return;
          let running: Promise<unknown> = Promise.resolve();
          const connection: DatabaseConnection = {
            executeQuery: (query) =>
              life.step(() => {
                const result = real.executeQuery(query);
                running = result.catch(() => undefined);
                return result as ReturnType<DatabaseConnection['executeQuery']> as never;
              }),
            streamQuery: () => {
              throw new Error('the engine streams nothing');
            },
          };
          const released = new Promise<void>((release) => this.releases.set(connection, release));
          const death = new Promise<void>((bury) => life.onDeath(bury));
          resolve(connection);
          await Promise.race([released, death]);
          await running;
          if (life.dead) await real.executeQuery(CompiledQuery.raw('rollback'));
        })
        .catch(reject);
    });
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.releases.get(connection)?.();
  }

  async destroy(): Promise<void> {}
}

/** An executor whose calls have no effect any more once the process is killed; its connection breaks then. */
export function mortalExecutor(executor: Executor, life: Life): Executor {
  life.onDeath(() => void executor.close());
  const mortal: Partial<Executor> = {
    start: (listener) => executor.start(listener),
    close: () => executor.close(),
    prepare: (request) => void (life.pass() && executor.prepare(request)),
    submit: (batch) => void (life.pass() && executor.submit(batch)),
    cancel: (keys, graceMs) => void (life.pass() && executor.cancel(keys, graceMs)),
    withdraw: (keys) => void (life.pass() && executor.withdraw(keys)),
    acknowledge: (position) => void (life.pass() && executor.acknowledge(position)),
    revoke: (key) => life.pass() && executor.revoke(key),
    tidy: (key) => void (life.pass() && executor.tidy(key)),
  };
  return Object.assign(Object.create(executor) as Executor, mortal);
}
