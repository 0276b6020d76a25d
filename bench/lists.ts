/** Lists of 100,000 jobs and of 300,000 objects in one folder, at the server and in the console. */
import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { openDatabase } from '../server/db/database.ts';
import { benchListPages } from './list-pages.ts';
import { type BenchServer, createProject, median, row, startBenchServer, temporaryFolder } from './server.ts';

const JOBS = 100_000;
const OBJECTS = 300_000;
const RUNS = 5;

async function fill(folder: string, project: string): Promise<void> {
  const db = await openDatabase({ databaseUrl: '', dataDir: folder });
  await sql`
    insert into job (id, project_id, name, priority, timeout, output_dir, status, user_id, user_name, tool_id,
      tool_name, tool_version, create_time, start_time, finish_time)
    select 'job-' || i, ${project}, 'job-' || i, i % 10, 1440, '/out/' || i,
      (array['SUCCEEDED','SUCCEEDED','SUCCEEDED','FAILED','CANCELLED'])[1 + i % 5], 'u', (array['admin','dev'])[1 + i % 2],
      'w', 'workflow-' || (i % 20), '1.0', timestamptz '2026-01-01' + i * interval '1 minute',
      timestamptz '2026-01-01' + i * interval '1 minute', timestamptz '2026-01-01' + (i + 5) * interval '1 minute'
    from generate_series(1, ${JOBS}::int) i`.execute(db);
  await sql`
    insert into object (project_id, key, parent, name, is_folder, size, create_time, creator_id)
    values (${project}, 'big', '', 'big', true, 0, now(), 'u')`.execute(db);
  await sql`
    insert into object (project_id, key, parent, name, is_folder, size, create_time, creator_id)
    select ${project}, 'big/' || name, 'big', name, false, i, timestamptz '2026-01-01' + i * interval '1 second', 'u'
    from (select i, 'file-' || lpad(i::text, 7, '0') || '.fq.gz' as name from generate_series(1, ${OBJECTS}::int) i) files`.execute(
    db,
  );
  await sql`analyze`.execute(db);
  await db.destroy();
}

const JOB_QUERIES = [
  '',
  'status=Failed',
  'job_name=job-4321',
  'user_name=dev',
  'tool_name=workflow-7',
  'sort_key=status&sort_dir=ASC',
  'offset=99000',
  'status=Failed&user_name=admin',
];
const DATA_QUERIES = ['', 'sort_key=create_time', 'sort_key=type&sort_dir=asc', 'search_key=0012345', 'offset=299000'];

async function milliseconds(server: BenchServer, path: string): Promise<string> {
  const figures: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    const reply = await server.fetch(path);
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path} answers ${reply.status}: ${text}`);
    figures.push(performance.now() - started);
  }
  return `${median(figures).toFixed(0)} ms`;
}

export async function benchLists(): Promise<void> {
  const folder = temporaryFolder('lists');
  const first = await startBenchServer({}, folder);
  const id = await createProject(first, 'bench');
  await first.stop();
  await fill(folder, id);
  const server = await startBenchServer({}, folder);
  const project = `/eihealth-projects/${id}`;
  for (const query of JOB_QUERIES)
    row(
      `100,000 jobs: ${query || 'first page'}`,
      await milliseconds(server, `${project}/jobs?limit=100&${query}`),
      '≤ 300 ms',
    );
  const where = encodeURIComponent('bench:/big/');
  for (const query of DATA_QUERIES)
    row(
      `300,000 objects: ${query || 'first page'}`,
      await milliseconds(server, `${project}/datas?limit=100&path=${where}&${query}`),
      '≤ 500 ms',
    );
  await benchListPages(server, id);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
