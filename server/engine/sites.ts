/**
 * Sites that servers of this database speak for, with the time of their last sign of life. What runs at a site can be
 * known only there, so the server that runs the jobs waits for it, and gives up when the site has been silent for long.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

export interface SilentSite {
  site: string;
  /** Machine it was on; empty when it never showed itself. */
  host: string;
  silentSeconds: number;
}

const nameOf = (site: string) => `engine_site/${site}`;

/** A sign of life; the time is the database's. */
export async function showSite(db: Kysely<Database>, site: string, host: string): Promise<void> {
  const value = sql`jsonb_build_object('host', ${host}::text, 'seen', extract(epoch from clock_timestamp()))`;
  await sql`insert into setting (name, value) values (${nameOf(site)}, ${value})
    on conflict (name) do update set value = excluded.value`.execute(db);
}

/** Those of the sites that nobody has spoken for within `withinMs`. */
export async function silentSites(db: Kysely<Database>, sites: string[], withinMs: number): Promise<SilentSite[]> {
  const { rows } = await sql<{ name: string; host: string; silent: number }>`select name, value->>'host' as host,
      (extract(epoch from clock_timestamp()) - (value->>'seen')::double precision)::double precision as silent
    from setting where name in (${sql.join(sites.map(nameOf))})`.execute(db);
  return sites.flatMap((site) => {
    const row = rows.find(({ name }) => name === nameOf(site));
    const silentSeconds = row?.silent ?? Number.POSITIVE_INFINITY;
    return silentSeconds * 1000 > withinMs ? [{ site, host: row?.host ?? '', silentSeconds }] : [];
  });
}
