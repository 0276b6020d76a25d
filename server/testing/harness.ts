/**
 * The real app on a real database, in process. Every JSON reply is checked against the contract.
 * TEST_DATABASE_URL runs the same tests on a PostgreSQL, each file in a schema of its own.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { FastifyInstance } from 'fastify';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { operations } from '#contracts/generated/operations.ts';
import { buildApp, contractOf } from '../app.ts';
import { type Config, loadConfig } from '../config.ts';
import type { Db } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { PgliteDialect } from '../db/pglite-dialect.ts';
import { PGLITE_PARSERS } from '../db/pglite-options.ts';
import type { Database } from '../db/schema.ts';
import type { Contract } from '../gateway/contract.ts';
import { pauseDeletions } from '../platform/data/delete-data.ts';
import { ensureAdministrator, openPlatform } from '../platform/open-platform.ts';
import type { Platform } from '../platform/platform.ts';
import { storeUser } from '../platform/users.ts';

export type OperationKey = keyof typeof operations;

export interface CallOptions {
  /** Name of a user made by the harness; default the administrator, null for no token. */
  as?: string | null;
  path?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface CallResult {
  status: number;
  // The body of any operation; tests narrow it by what they assert.
  body: ReturnType<typeof JSON.parse>;
  headers: Record<string, string>;
  text: string;
}

export interface TestServer {
  app: FastifyInstance;
  platform: Platform;
  dataDir: string;
  /** Path of a file that a test makes and that commands see, also from the sandbox: for those that wait for it. */
  gate(name: string): string;
  /** Calls an operation by its id (`eihealth.createProject`); project_id is filled in. */
  call(operation: OperationKey, options?: CallOptions): Promise<CallResult>;
  token(user?: string): Promise<string>;
  /** Makes a platform user and returns the id. */
  user(name: string, role?: 'ADMIN' | 'OPERATOR'): Promise<string>;
  /** Makes a project owned by the administrator, with members by role name, and returns its id. */
  project(
    name?: string,
    members?: Record<string, 'Administrator' | 'Developer' | 'Uploader' | 'Viewer'>,
  ): Promise<string>;
  close(): Promise<void>;
}

export const ADMIN = 'admin';
const PASSWORD = 'Correct-horse-1';

async function openTestDatabase(): Promise<{ db: Db; drop: () => Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) {
    const link = await PGlite.create({ parsers: PGLITE_PARSERS });
    const db = new Kysely<Database>({
      dialect: new PgliteDialect({
        query: (sql, parameters) => link.query(sql, [...parameters]),
        close: () => link.close(),
      }),
    });
    return { db, drop: () => db.destroy() };
  }
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create schema ${schema}`);
  const pool = new pg.Pool({ connectionString: url, max: 5, options: `-c search_path=${schema}` });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    drop: async () => {
      await db.destroy();
      await admin.query(`drop schema ${schema} cascade`);
      await admin.end();
    },
  };
}

/** Starts an app that does not listen; settings override the defaults. */
export async function startTestServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'eihealth-test-'));
  const gates = mkdtempSync(join(tmpdir(), 'eihealth-gates-'));
  const config: Config = loadConfig({
    DATA_DIR: dataDir,
    ADMIN_USER: ADMIN,
    ADMIN_PASSWORD: PASSWORD,
    SAMPLES: 'off',
    LOG_LEVEL: 'silent',
    SANDBOX_BINDS: gates,
    ...environment,
  });
  const { db, drop } = await openTestDatabase();
  await migrate(db);
  const quiet = () => undefined;
  const failures: unknown[] = [];
  const platform = await openPlatform(config, db, {
    info: quiet,
    warn: quiet,
    debug: quiet,
    error: (details) => failures.push(details),
  });
  await ensureAdministrator(platform);
  const app = await buildApp({ platform });
  await app.ready();
  const contracts = new Map<string, Contract>();
  const contract = (service: string) => {
    const known = contracts.get(service) ?? contractOf(service as 'eihealth');
    contracts.set(service, known);
    return known;
  };
  const tokens = new Map<string, string>();
  const token = async (name = ADMIN) => {
    const known = tokens.get(name);
    if (known) return known;
    const user = await db.selectFrom('iam_user').select('id').where('name', '=', name).executeTakeFirstOrThrow();
    const issued = await platform.sessions.issue(user.id);
    tokens.set(name, issued.token);
    return issued.token;
  };

  const call = async (key: OperationKey, options: CallOptions = {}): Promise<CallResult> => {
    const { service, id, method, path } = operations[key];
    const values: Record<string, string> = { project_id: platform.cloudProject.id, ...options.path };
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? `missing-${name}`));
    const query = new URLSearchParams(
      Object.entries(options.query ?? {}).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    ).toString();
    const prefix = service === 'console' ? '' : `/api/${service}`;
    const reply = await app.inject({
      method: method.toUpperCase() as 'GET',
      url: `${prefix}${url}${query ? `?${query}` : ''}`,
      headers: { ...(options.as === null ? {} : { 'x-auth-token': await token(options.as) }), ...options.headers },
      ...(options.body === undefined ? {} : { payload: options.body as object }),
    });
    const json = String(reply.headers['content-type'] ?? '').includes('application/json') && reply.body !== '';
    const body = json ? JSON.parse(reply.body) : undefined;
    if (reply.statusCode < 400) {
      const problem = json
        ? contract(service).replyProblem(contract(service).operation(id), reply.statusCode, body)
        : undefined;
      if (problem) throw new Error(`the reply breaks the contract: ${problem}`);
    } else if (typeof body?.error_code !== 'string' || typeof body?.error_msg !== 'string') {
      throw new Error(`${key} answers ${reply.statusCode} without error_code and error_msg: ${reply.body}`);
    }
    if (reply.statusCode >= 500 && reply.statusCode !== 501)
      throw new Error(
        `${key} answers ${reply.statusCode}: ${JSON.stringify(failures.at(-1), (_, value) => (value instanceof Error ? value.stack : value))}`,
      );
    return { status: reply.statusCode, body, headers: reply.headers as Record<string, string>, text: reply.body };
  };

  const user = (name: string, role: 'ADMIN' | 'OPERATOR' = 'OPERATOR') =>
    storeUser(platform, { name, password: PASSWORD, role });

  return {
    app,
    platform,
    dataDir,
    gate: (name) => join(gates, name),
    call,
    token,
    user,
    project: async (name = `p-${randomUUID().slice(0, 8)}`, members = {}) => {
      const { body } = await call('eihealth.createProject', { body: { name } });
      for (const [member, role] of Object.entries(members)) {
        const row = await db.selectFrom('iam_user').select('id').where('name', '=', member).executeTakeFirst();
        const userId = row?.id ?? (await user(member));
        await call('eihealth.updateMember', {
          path: { eihealth_project_id: body.id, user_id: userId },
          body: { role },
        });
      }
      return body.id;
    },
    close: async () => {
      await app.close();
      await pauseDeletions(platform);
      await platform.engine.close();
      await drop();
      for (const folder of [dataDir, gates]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
