/** How a command is enclosed: which paths it sees, and the command line around it. */
import type { AttemptPlace, AttemptRequest, AttemptView, EnclosureFacts } from '../executor.ts';

/** Folder of an attempt on the host, and what lies in it. */
export interface HostFolder {
  root: string;
  work: string;
  out: string;
  tmp: string;
  script: string;
  log: string;
}

/** What is started: a program with arguments, never a shell string. */
export interface Launch {
  command: string[];
  /** Folder on the host to start in. */
  cwd: string;
  /** The whole environment of the started program. */
  env: Record<string, string>;
  /** Program that removes what a killed attempt may leave behind outside of its processes. */
  cleanUp?: string[];
}

export interface Enclosure {
  readonly facts: EnclosureFacts;
  view(folder: HostFolder, place: AttemptPlace): AttemptView;
  launch(folder: HostFolder, request: AttemptRequest): Launch;
  /** Whether commands of an app of this image find a program; absent where only the image can tell. */
  hasCommand?(command: string, image: string | undefined): boolean;
  /** Whether an image can be had; absent where images are not used. */
  hasImage?(image: string): Promise<boolean>;
}

/** Where the object store keeps a key on this host. */
export type HostPath = (bucket: string, key: string) => string;
