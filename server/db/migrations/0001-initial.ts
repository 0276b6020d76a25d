import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table iam_user (
    id text primary key, name text not null unique, password_hash text not null, role text not null,
    email text not null default '', phone text not null default '', areacode text not null default '',
    settings jsonb not null default '{}', create_time timestamptz not null)`,
  `create table iam_token (
    hash text primary key, user_id text not null references iam_user(id) on delete cascade,
    issue_time timestamptz not null, expire_time timestamptz not null)`,
  `create index iam_token_user on iam_token(user_id)`,
  `create table sign_in_code (
    hash text primary key, user_id text not null references iam_user(id) on delete cascade, expire_time timestamptz not null)`,
  `create table setting (name text primary key, value jsonb not null)`,
  `create table project (
    id text primary key, name text not null unique, description text not null default '', tags jsonb not null default '[]',
    is_core boolean not null, status text not null, creator_id text not null, owner_id text not null references iam_user(id),
    bucket text not null unique, size bigint not null default 0, storage_quota bigint not null default -1,
    create_time timestamptz not null, update_time timestamptz not null, delete_time timestamptz)`,
  `create index project_owner on project(owner_id)`,
  `create table project_member (
    project_id text not null references project(id) on delete cascade,
    user_id text not null references iam_user(id) on delete cascade,
    role text not null, primary key (project_id, user_id))`,
  `create index project_member_user on project_member(user_id)`,
  // "C" collation: keys are compared as bytes, so that a prefix is a range of the primary key.
  `create table object (
    project_id text not null references project(id) on delete cascade,
    key text collate "C" not null, parent text collate "C" not null, name text collate "C" not null,
    is_folder boolean not null, size bigint not null, create_time timestamptz not null, creator_id text not null,
    primary key (project_id, key))`,
  `create index object_by_type on object(project_id, parent, is_folder desc, name)`,
  `create index object_by_time on object(project_id, parent, create_time, name)`,
  `create table upload (
    id text primary key, project_id text not null references project(id) on delete cascade, key text not null,
    total_part integer not null, md5 text not null default '', creator_id text not null, create_time timestamptz not null)`,
  `create table upload_part (
    upload_id text not null references upload(id) on delete cascade, part_number integer not null, size bigint not null,
    primary key (upload_id, part_number))`,
  `create table data_job (
    id text primary key, project_id text not null references project(id) on delete cascade, name text not null,
    type text not null, status text not null, creator text not null, sources jsonb not null, destinations jsonb not null,
    complete_data jsonb not null default '[]', finish_count integer not null default 0, total_count integer not null default 0,
    failed_reason text not null default '', create_time timestamptz not null, end_time timestamptz)`,
  `create index data_job_list on data_job(project_id, create_time desc)`,
  ...['app', 'workflow'].flatMap((table) => [
    `create table ${table} (
      id text primary key, project_id text not null references project(id) on delete cascade, name text not null,
      version text not null, body jsonb not null, user_id text not null, create_time timestamptz not null,
      update_time timestamptz not null, source_project_name text not null default '', source_resource_id text not null default '',
      unique (project_id, name, version))`,
  ]),
  `create table job (
    id text primary key, project_id text not null references project(id) on delete cascade, name text not null,
    description text not null default '', labels jsonb not null default '[]', priority integer not null,
    timeout integer not null, output_dir text not null, status text not null, user_id text not null, user_name text not null,
    tool_id text not null, tool_name text not null, tool_version text not null, node_labels jsonb not null default '[]',
    failed_reason text not null default '', failed_message text not null default '',
    still_running_tasks jsonb not null default '[]',
    create_time timestamptz not null, start_time timestamptz, finish_time timestamptz)`,
  `create index job_list on job(project_id, create_time desc, id)`,
  `create index job_status on job(project_id, status, create_time desc)`,
  `create index job_finished on job(project_id, finish_time desc)`,
  `create index job_name on job(project_id, name)`,
  `create index job_active on job(priority desc, create_time) where status in ('PENDING', 'RUNNING', 'CANCELLING')`,
  `create table job_plan (job_id text primary key references job(id) on delete cascade, plan jsonb not null)`,
  `create table job_event (
    job_id text not null references job(id) on delete cascade, seq integer not null, event jsonb not null,
    primary key (job_id, seq))`,
  `create table job_instance (
    job_id text not null references job(id) on delete cascade, task text not null, index integer not null,
    status text not null, attempt integer not null default 0, failed_times integer not null default 0,
    queue_time timestamptz, start_time timestamptz, finish_time timestamptz, exit_code integer,
    reason text not null default '', message text not null default '', usage jsonb, missing_outputs jsonb,
    primary key (job_id, task, index))`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
