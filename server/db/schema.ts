/** Tables, as Kysely sees them. The SQL that makes them is in migrations/. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Schema } from '#contracts/index.ts';
import type { InstanceUsage, JobEvent, JobPlan, JobStatus, TaskStatus } from '#core/job/types.ts';

/** The documented settings of a user and whether they hold; empty when nobody gave any. */
export type StoredUserSettings = Partial<Schema<'UserSettingDto'>> & {
  operation?: Schema<'UpdateUserSettingReq'>['operation'];
};

/** A point in time; written as Date, read as Date. */
type Time = ColumnType<Date, Date, Date>;
type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** JSON is always written as text (`JSON.stringify`), because drivers disagree on arrays. */
type Json<T> = ColumnType<T, string, string>;

export interface IamUserTable {
  id: string;
  name: string;
  password_hash: string;
  role: 'ADMIN' | 'OPERATOR';
  email: string;
  phone: string;
  areacode: string;
  /** Limits of the user (4.2.4.18). */
  settings: Json<StoredUserSettings>;
  create_time: Time;
}

export interface IamTokenTable {
  /** SHA-256 of the token. */
  hash: string;
  user_id: string;
  issue_time: Time;
  expire_time: Time;
}

export interface SignInCodeTable {
  hash: string;
  user_id: string;
  expire_time: Time;
}

export interface SettingTable {
  name: string;
  value: Json<unknown>;
}

export interface ProjectTable {
  id: string;
  name: string;
  description: string;
  tags: Json<string[]>;
  is_core: boolean;
  status: 'ACTIVE' | 'INACTIVE' | 'TO_BE_DELETED';
  creator_id: string;
  owner_id: string;
  bucket: string;
  /** Bytes stored; kept in step with the objects. */
  size: Generated<number>;
  /** Bytes, -1 for no limit. */
  storage_quota: number;
  create_time: Time;
  update_time: Time;
  delete_time: OptionalTime;
}

export interface ProjectMemberTable {
  project_id: string;
  user_id: string;
  role: 'Administrator' | 'Developer' | 'Uploader' | 'Viewer';
}

/** One file or folder of a bucket. Keys have no leading and no trailing slash; the root is not stored. */
export interface ObjectTable {
  project_id: string;
  key: string;
  /** Key of the folder, '' for the root. */
  parent: string;
  name: string;
  is_folder: boolean;
  size: number;
  create_time: Time;
  creator_id: string;
}

/** How much lies directly in a folder; kept by triggers on `object`. */
export interface FolderCountTable {
  project_id: string;
  parent: string;
  folders: number;
  files: number;
}

export interface UploadTable {
  id: string;
  project_id: string;
  key: string;
  total_part: number;
  md5: string;
  creator_id: string;
  create_time: Time;
  /** Bytes of part 1; the place of part n in the file is (n - 1) times it. */
  part_size: Generated<number>;
  /** Parts written so far, repeated ones included. */
  version: Generated<number>;
  /** Different parts that are there. */
  parts: Generated<number>;
  finished: Generated<boolean>;
}

export interface UploadPartTable {
  upload_id: string;
  part_number: number;
  /** Bytes; -1 while its first sender writes. */
  size: number;
  /** File that holds the part when it is not in its place in the common file. */
  beside: Generated<string>;
}

export interface DataJobTable {
  id: string;
  project_id: string;
  name: string;
  type: string;
  status: 'WAITING' | 'RUNNING' | 'SUCCEED' | 'FAILED' | 'CANCELLED';
  creator: string;
  sources: Json<string[]>;
  destinations: Json<string[]>;
  complete_data: Json<string[]>;
  finish_count: number;
  total_count: number;
  failed_reason: string;
  create_time: Time;
  end_time: OptionalTime;
}

/** An app or a workflow: a named, versioned tool of a project. */
export interface ToolTable {
  id: string;
  project_id: string;
  name: string;
  version: string;
  /** The documented `AppReq` or `WorkflowDto`, as it was given. */
  body: Json<Record<string, unknown>>;
  user_id: string;
  create_time: Time;
  update_time: Time;
  source_project_name: string;
  source_resource_id: string;
}

export interface JobTable {
  id: string;
  project_id: string;
  name: string;
  description: string;
  labels: Json<string[]>;
  priority: number;
  /** Minutes. */
  timeout: number;
  output_dir: string;
  status: JobStatus;
  user_id: string;
  user_name: string;
  tool_id: string;
  tool_name: string;
  tool_version: string;
  node_labels: Json<string[]>;
  failed_reason: string;
  failed_message: string;
  still_running_tasks: Json<string[]>;
  create_time: Time;
  start_time: OptionalTime;
  finish_time: OptionalTime;
  /** Number of events; whoever appends one locks the row and counts on from here. */
  event_count: Generated<number>;
}

/** A finished job that was dropped because too many were kept. */
export interface CollectedJobTable {
  id: string;
  project_id: string;
  collect_time: Time;
  /** Its logs wait to be dropped. */
  has_logs: boolean;
}

export interface JobPlanTable {
  job_id: string;
  plan: JSONColumnType<JobPlan, string, string>;
}

export interface JobEventTable {
  job_id: string;
  /** From 1, without gaps, within the job. */
  seq: number;
  event: JSONColumnType<JobEvent, string, string>;
}

export interface JobInstanceTable {
  job_id: string;
  task: string;
  index: number;
  status: TaskStatus;
  attempt: number;
  failed_times: number;
  queue_time: OptionalTime;
  start_time: OptionalTime;
  finish_time: OptionalTime;
  exit_code: number | null;
  reason: string;
  message: string;
  usage: Json<InstanceUsage | null> | null;
  missing_outputs: Json<string[] | null> | null;
}

export interface ComputeNodeTable {
  id: string;
  schedulable: boolean;
  reason: string;
  labels: Json<string[]>;
  update_time: Time;
}

export interface Database {
  iam_user: IamUserTable;
  iam_token: IamTokenTable;
  sign_in_code: SignInCodeTable;
  setting: SettingTable;
  compute_node: ComputeNodeTable;
  project: ProjectTable;
  project_member: ProjectMemberTable;
  object: ObjectTable;
  folder_count: FolderCountTable;
  upload: UploadTable;
  upload_part: UploadPartTable;
  data_job: DataJobTable;
  app: ToolTable;
  workflow: ToolTable;
  job: JobTable;
  collected_job: CollectedJobTable;
  job_plan: JobPlanTable;
  job_event: JobEventTable;
  job_instance: JobInstanceTable;
}
