/** Puts the embedded platform together from settings: database, store, identity, engine. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import type { Db } from '../db/database.ts';
import { startEngine } from '../engine/start-engine.ts';
import { EventBus } from '../gateway/event-bus.ts';
import { SignedAddresses } from '../gateway/signed-addresses.ts';
import { DiskStore } from '../storage/disk-store.ts';
import { hashPassword } from './iam/passwords.ts';
import { Sessions } from './iam/sessions.ts';
import type { Log, Platform } from './platform.ts';
import { storeUser } from './users.ts';

/** A value every server on the same database must agree on: made once, then read. */
async function sharedSetting(db: Db, name: string, make: () => string): Promise<string> {
  await db
    .insertInto('setting')
    .values({ name, value: JSON.stringify(make()) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirstOrThrow();
  return String(row.value);
}

export interface FirstAdministrator {
  id: string;
  /** Set when the password was made up now and has to be shown once. */
  newPassword?: string;
}

/** Makes the administrator at the first start; a given ADMIN_PASSWORD always counts from then on. */
export async function ensureAdministrator(platform: Platform): Promise<FirstAdministrator> {
  const { db, config } = platform;
  const known = await db.selectFrom('iam_user').select('id').where('name', '=', config.adminUser).executeTakeFirst();
  if (known) {
    if (config.adminPassword)
      await db
        .updateTable('iam_user')
        .set({ password_hash: await hashPassword(config.adminPassword) })
        .where('id', '=', known.id)
        .execute();
    return { id: known.id };
  }
  const password = config.adminPassword || `${randomBytes(9).toString('base64url')}-7a`;
  const id = await storeUser(platform, { name: config.adminUser, password, role: 'ADMIN' });
  return config.adminPassword ? { id } : { id, newPassword: password };
}

/** @param db an open, migrated database; closed by the caller */
export async function openPlatform(config: Config, db: Db, log: Log): Promise<Platform> {
  const folder = config.storageUrl ? fileURLToPath(config.storageUrl) : join(config.dataDir, 'objects');
  const secret = await sharedSetting(db, 'signing_secret', () => randomBytes(32).toString('base64'));
  const cloudProjectId = await sharedSetting(db, 'cloud_project_id', () => randomUUID().replaceAll('-', ''));
  const platform: Omit<Platform, 'engine'> = {
    config,
    db,
    store: new DiskStore(folder),
    bus: new EventBus(),
    sessions: new Sessions(db),
    signed: new SignedAddresses(Buffer.from(secret, 'base64'), config.basePath),
    cloudProject: { id: cloudProjectId, name: 'local' },
    domain: { id: createHash('sha256').update(cloudProjectId).digest('hex').slice(0, 32), name: config.adminUser },
    log,
  };
  return Object.assign(platform, { engine: await startEngine(platform) });
}
