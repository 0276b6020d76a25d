import { type Kysely, sql } from 'kysely';

/** Counting a folder of 300,000 takes longer than reading a page of it: the numbers are kept, whoever writes. */
const STATEMENTS = [
  `create table folder_count (
    project_id text not null references project(id) on delete cascade, parent text collate "C" not null,
    folders bigint not null, files bigint not null, primary key (project_id, parent))`,
  `insert into folder_count select project_id, parent, count(*) filter (where is_folder), count(*) filter (where not is_folder)
    from object group by project_id, parent`,
  // Ordered, so that two writers of the same folders wait for each other instead of for ever.
  `create function count_new_objects() returns trigger language plpgsql as $$ begin
    insert into folder_count as c
      select project_id, parent, count(*) filter (where is_folder), count(*) filter (where not is_folder)
      from changed group by project_id, parent order by project_id, parent
      on conflict (project_id, parent) do update
        set folders = c.folders + excluded.folders, files = c.files + excluded.files;
    return null; end $$`,
  // An emptied folder keeps its row of zeros: it is as likely to be filled again. Rows go with their project.
  `create function count_gone_objects() returns trigger language plpgsql as $$ begin
    update folder_count c set folders = c.folders - g.folders, files = c.files - g.files
      from (select project_id, parent, count(*) filter (where is_folder) as folders,
          count(*) filter (where not is_folder) as files
        from changed group by project_id, parent order by project_id, parent) g
      where c.project_id = g.project_id and c.parent = g.parent;
    return null; end $$`,
  `create trigger object_added after insert on object referencing new table as changed
    for each statement execute function count_new_objects()`,
  `create trigger object_gone after delete on object referencing old table as changed
    for each statement execute function count_gone_objects()`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
