/** No enclosure: commands are processes of this machine and see its real paths. */
import { delimiter } from 'node:path';
import type { AttemptPlace, AttemptRequest, AttemptView, EnclosureFacts } from '../executor.ts';
import type { Enclosure, HostFolder, HostPath, Launch } from './enclosure.ts';
import { findProgram, foldersOf, serverPath } from './programs.ts';

export interface PlainOptions {
  /** Image name → folder put first on PATH. */
  toolEnvs: Record<string, string>;
  hostPath: HostPath;
  /** In words, why there is no sandbox. */
  reason?: string;
}

export class PlainEnclosure implements Enclosure {
  readonly facts: EnclosureFacts;
  /** bash where there is one, else the system's sh (domain §1.1). */
  private readonly shell = findProgram('bash', foldersOf(serverPath())) ?? '/bin/sh';

  constructor(private readonly options: PlainOptions) {
    const { reason = 'commands run as processes of this machine' } = options;
    this.facts = { enclosure: 'plain', isolated: false, imagesUsed: false, network: true, reason };
  }

  view({ work, out, tmp }: HostFolder, { bucket }: AttemptPlace): AttemptView {
    return { work, out, tmp, input: (key) => this.options.hostPath(bucket, key) };
  }

  launch({ work, tmp, script }: HostFolder, { env, image }: AttemptRequest): Launch {
    return {
      command: [this.shell, script],
      cwd: work,
      env: {
        ...env,
        PATH: searchPath(this.options.toolEnvs, image),
        LANG: process.env.LANG ?? 'C.UTF-8',
        HOME: work,
        TMPDIR: tmp,
      },
    };
  }

  hasCommand(command: string, image: string | undefined): boolean {
    return findProgram(command, foldersOf(searchPath(this.options.toolEnvs, image))) !== undefined;
  }
}

/** PATH of a command: the folder that stands for its image, then that of the server. */
export function searchPath(toolEnvs: Readonly<Record<string, string>>, image: string | undefined): string {
  const first = image && toolEnvs[image];
  return first ? `${first}${delimiter}${serverPath()}` : serverPath();
}
