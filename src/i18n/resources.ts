/** The shape of the words, taken from the English files: a key that is not there is a type error. */
import type apps from './en-US/apps.json';
import type canvas from './en-US/canvas.json';
import type common from './en-US/common.json';
import type data from './en-US/data.json';
import type errors from './en-US/errors.json';
import type gestures from './en-US/gestures.json';
import type imports from './en-US/imports.json';
import type instance from './en-US/instance.json';
import type jobs from './en-US/jobs.json';
import type login from './en-US/login.json';
import type members from './en-US/members.json';
import type outline from './en-US/outline.json';
import type panel from './en-US/panel.json';
import type problems from './en-US/problems.json';
import type projects from './en-US/projects.json';
import type system from './en-US/system.json';
import type users from './en-US/users.json';
import type versions from './en-US/versions.json';
import type workflows from './en-US/workflows.json';

export interface Resources {
  common: typeof common;
  login: typeof login;
  projects: typeof projects;
  data: typeof data;
  apps: typeof apps;
  workflows: typeof workflows;
  canvas: typeof canvas;
  gestures: typeof gestures;
  imports: typeof imports;
  outline: typeof outline;
  instance: typeof instance;
  jobs: typeof jobs;
  members: typeof members;
  panel: typeof panel;
  system: typeof system;
  users: typeof users;
  errors: typeof errors;
  problems: typeof problems;
  versions: typeof versions;
}

/** An area of the words: one file per language. */
export type Namespace = keyof Resources;
