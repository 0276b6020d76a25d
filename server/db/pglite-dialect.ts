/** Kysely over PGlite: one connection, taken in turns. The queries may go to a worker thread or stay in this one. */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';

export interface SqlResult {
  rows: unknown[];
  affectedRows?: number;
}

/** What the dialect needs of a PGlite, near or far. */
export interface PgliteLink {
  query(sql: string, parameters: readonly unknown[]): Promise<SqlResult>;
  /** The link for the next transaction: another one after the database had to be opened again. */
  current?(): Promise<PgliteLink>;
  close(): Promise<void>;
}

class PgliteDriver implements Driver {
  private readonly link: PgliteLink;
  private turn: Promise<void> = Promise.resolve();
  private readonly begun = new WeakMap<DatabaseConnection, Promise<unknown>>();
  private readonly releases = new WeakMap<DatabaseConnection, () => void>();

  constructor(link: PgliteLink) {
    this.link = link;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.turn;
    let release = () => {};
    this.turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    // Kept until the release: a transaction never goes on in a database that was opened after it began.
    const link = await Promise.resolve(this.link.current?.() ?? this.link).catch((error: Error) => {
      release();
      throw error;
    });
    const connection: DatabaseConnection = {
      executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
        const begun = this.begun.get(connection);
        this.begun.delete(connection);
        const [result] = await Promise.all([link.query(query.sql, query.parameters), begun]);
        return { rows: result.rows as R[], numAffectedRows: BigInt(result.affectedRows ?? 0) };
      },
      // biome-ignore lint/correctness/useYield: PGlite has no cursors; the method is required by the interface
      async *streamQuery() {
        throw new Error('PGlite has no cursors: page the query instead');
      },
    };
    this.releases.set(connection, release);
    return connection;
  }

  /** Not waited for: queries are answered in order, and the first one of the transaction tells if this failed. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const begun = connection.executeQuery(CompiledQuery.raw('begin'));
    begun.catch(() => undefined);
    this.begun.set(connection, begun);
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

  async destroy(): Promise<void> {
    await this.link.close();
  }
}

/** The dialect: PostgreSQL's SQL, PGlite's single connection. */
export class PgliteDialect implements Dialect {
  private readonly link: PgliteLink;

  constructor(link: PgliteLink) {
    this.link = link;
  }

  createDriver = () => new PgliteDriver(this.link);
  createQueryCompiler = () => new PostgresQueryCompiler();
  createAdapter = () => new PostgresAdapter();
  createIntrospector: Dialect['createIntrospector'] = (db) => new PostgresIntrospector(db);
}
