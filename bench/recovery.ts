/**
 * What killing the server and its supervisor costs (the same job undisturbed and under 20 kills, in one sitting), and
 * how soon another server on the same PostgreSQL goes on when the one that runs the jobs is killed.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { killRun } from '#server/testing/kill-run.ts';
import { LiveServer, schemaOfItsOwn } from '#server/testing/live-server.ts';
import { findPostgres, startPostgres } from '#server/testing/postgres.ts';
import { row, temporaryFolder } from './server.ts';

const PLAN = { instances: 200, seconds: 3, slots: 10, seed: Number(process.env.KILL_SEED ?? 1) };
const KILLS = 20;
const TAKE_OVERS = 5;

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const load = () => (loadavg()[0] ?? 0).toFixed(1);

export async function benchRecovery(): Promise<void> {
  const calm = await killRun({ ...PLAN, kills: 0 });
  row('200 instances of 3 s, 10 slots, undisturbed', seconds(calm.makespanMs), '');
  const killed = await killRun({ ...PLAN, kills: KILLS });
  row(`the same under ${killed.kills.length} kills`, seconds(killed.makespanMs), '');
  row('makespan under kills against undisturbed', (killed.makespanMs / calm.makespanMs).toFixed(2), '≤ 1.2');
  const once = killed.runs.filter(({ started, ended }) => started === 1 && ended === 1).length;
  row('instances that ran exactly once', `${once} of ${PLAN.instances}`, 'all');
  for (const kill of killed.kills) console.log(`  killed: ${kill}`);
  await benchTakeOver();
  row('load of the machine (1 minute)', load(), '');
}

/** From the kill of the server that runs the jobs until a job given to the other one has run. */
async function benchTakeOver(): Promise<void> {
  const binaries = findPostgres();
  if (!binaries) return row('take-over by another server', 'no PostgreSQL here', '≤ 10 s');
  const postgres = await startPostgres(binaries);
  const { settings } = await schemaOfItsOwn(postgres.url);
  const shared = { ...settings, STORAGE_URL: `file://${join(temporaryFolder('objects'), 'objects')}` };
  let holder = await (await LiveServer.make(shared)).start();
  let other = await (await LiveServer.make(shared)).start();
  const project = await holder.project();
  const flow = await holder.workflow(project, [{ name: 'q', commands: ['true'] }]);
  await other.job(project, 'none'); // signed in
  const times: number[] = [];
  for (let run = 0; run < TAKE_OVERS; run++) {
    await holder.finished(project, await holder.startJob(project, flow));
    await holder.kill();
    const began = Date.now();
    await other.finished(project, await other.startJob(project, flow));
    times.push(Date.now() - began);
    await holder.start();
    [holder, other] = [other, holder];
  }
  row(`take-over after a kill, ${TAKE_OVERS} times`, times.map(seconds).join(' '), '≤ 10 s each');
  for (const server of [holder, other]) await server.remove();
  await postgres.stop();
}
