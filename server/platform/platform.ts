/** What the embedded platform is made of, and what one call of an operation knows. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type {
  PathParametersOf,
  QueryParametersOf,
  RequestBodyOf,
  ResponseBodyOf,
  ServiceOperations,
} from '#contracts/index.ts';
import type { ProjectRole } from '#core/access.ts';
import type { Config } from '../config.ts';
import type { Db } from '../db/database.ts';
import type { AttemptLookup, ExecutorFacts } from '../engine/executor.ts';
import type { EventBus } from '../gateway/event-bus.ts';
import type { SignedAddresses } from '../gateway/signed-addresses.ts';
import type { ObjectStore } from '../storage/store.ts';
import type { Sessions } from './iam/sessions.ts';

/** The job engine, as handlers see it (server/engine/runner.ts). */
export interface JobEngine {
  /** Tells the runner that a stored job has something to do. */
  wake(jobId: string): void;
  /** Drops the folders of a deleted job, logs included. */
  forget(jobId: string): Promise<void>;
  readonly executor: ExecutorFacts;
  /** Facts about nodes and attempts; reading them changes nothing. */
  readonly lookup: AttemptLookup;
  /** Labels or the switch of a node were changed in the database: what waits is looked at again. */
  nodesChanged(): void;
  close(): Promise<void>;
}

export interface Log {
  info(details: object, message?: string): void;
  warn(details: object, message?: string): void;
  error(details: object, message?: string): void;
  debug(details: object, message?: string): void;
}

export interface Platform {
  config: Config;
  db: Db;
  store: ObjectStore;
  bus: EventBus;
  sessions: Sessions;
  signed: SignedAddresses;
  engine: JobEngine;
  /** The one cloud project of the embedded IAM. */
  cloudProject: { id: string; name: string };
  /** The one domain, named like the first administrator. */
  domain: { id: string; name: string };
  log: Log;
}

export interface SessionUser {
  id: string;
  name: string;
  role: 'ADMIN' | 'OPERATOR';
}

/** The EIHealth project of a call and what the caller is in it. */
export interface ProjectAccess {
  id: string;
  name: string;
  bucket: string;
  status: 'ACTIVE' | 'INACTIVE' | 'TO_BE_DELETED';
  isCore: boolean;
  ownerId: string;
  role: ProjectRole;
}

/** Everything a handler gets. `user` and `project` are checked before it runs. */
export interface Call<O> {
  platform: Platform;
  user: SessionUser;
  /** The project named in the path; calling it on an operation without one is a mistake in our code. */
  project: ProjectAccess;
  path: PathParametersOf<O>;
  query: QueryParametersOf<O>;
  /** Header parameters of the contract, lower-case names, typed by their schema. */
  headers: Record<string, unknown>;
  body: RequestBodyOf<O>;
  language: 'zh_cn' | 'en_us';
  request: FastifyRequest;
  reply: FastifyReply;
}

/** A reply that is not JSON, or not of the usual status. */
export class RawReply {
  constructor(
    readonly body: unknown,
    readonly options: { status?: number; headers?: Record<string, string | number> } = {},
  ) {}
}

/** Handlers of a service, keyed by operationId; what has no entry answers 501. */
export type Handlers<Service extends keyof ServiceOperations> = {
  [Id in keyof ServiceOperations[Service]]?: (
    call: Call<ServiceOperations[Service][Id]>,
  ) => Promise<ResponseBodyOf<ServiceOperations[Service][Id]> | RawReply>;
};

/** A time as the reference prints it: UTC, whole seconds. */
export function presentTime(time: Date): string;
export function presentTime(time: Date | null): string | undefined;
export function presentTime(time: Date | null): string | undefined {
  return time ? `${time.toISOString().slice(0, 19)}Z` : undefined;
}
