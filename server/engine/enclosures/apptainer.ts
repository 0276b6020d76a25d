/**
 * Commands in containers of the app's image, by apptainer: no daemon and no root, so it serves clusters too. Images are
 * kept as files in a folder that all nodes share.
 */
import { join } from 'node:path';
import type { AttemptPlace, AttemptRequest, AttemptView, EnclosureFacts } from '../executor.ts';
import { runtimeEnvironment } from './container.ts';
import type { Enclosure, HostFolder, HostPath, Launch } from './enclosure.ts';
import { type ImageOptions, imageReference } from './images.ts';
import { INSIDE, insideView } from './inside.ts';
import { attemptMounts } from './mounts.ts';

export interface ApptainerOptions extends ImageOptions {
  program: string;
  hostPath: HostPath;
  network: boolean;
  /** Folder of the fetched images. */
  imageFolder: string;
}

/** `$0` the attempt's folder. One attempt fetches, the others wait for it; the checksum is taken once per file. */
const FETCH_AND_RUN = `program=$1 pull=$2 source=$3 file=$4
shift 4
mkdir -p "\${file%/*}" && exec 9>"$file.lock" && flock 9 || exit 125
if [ "$pull" = always ] || { [ "$pull" = missing ] && [ ! -e "$file" ]; }; then
  "$program" pull --force "$file.new" "$source" || exit 125
  sha256sum < "$file.new" | cut -d ' ' -f 1 > "$file.sha256" && mv -f "$file.new" "$file" || exit 125
fi
exec 9>&-
[ -e "$file" ] || { echo "image $file is not there, and IMAGE_PULL is never" >&2; exit 125; }
[ -e "$file.sha256" ] || sha256sum < "$file" | cut -d ' ' -f 1 > "$file.sha256"
echo "sha256:$(cat "$file.sha256")" > "$0/image"
[ -z "\${CUDA_VISIBLE_DEVICES+given}" ] || export APPTAINERENV_CUDA_VISIBLE_DEVICES="$CUDA_VISIBLE_DEVICES"
exec "$program" exec "$@"`;

/** Inside: bash where the image has one (domain §1.1). Signals to the group of the attempt reach it directly. */
const PICK_SHELL = 'command -v bash >/dev/null 2>&1 && exec bash "$0"; exec sh "$0"';

export class ApptainerEnclosure implements Enclosure {
  readonly facts: EnclosureFacts;

  constructor(private readonly options: ApptainerOptions) {
    this.facts = {
      enclosure: 'apptainer',
      isolated: true,
      imagesUsed: true,
      network: options.network,
      reason: '',
    };
  }

  view(_folder: HostFolder, place: AttemptPlace): AttemptView {
    return insideView(place);
  }

  launch(folder: HostFolder, request: AttemptRequest): Launch {
    const { program, pull } = this.options;
    const reference = imageReference(this.options, request.image ?? '');
    const source = reference.includes('://') ? reference : `docker://${reference}`;
    const file = this.imageFile(request.image ?? '');
    const run = [...this.execOptions(folder, request), file, '/bin/sh', '-c', PICK_SHELL, INSIDE.script];
    return {
      command: ['/bin/sh', '-c', FETCH_AND_RUN, folder.root, program, pull, source, file, ...run],
      cwd: folder.work,
      env: { ...runtimeEnvironment(), ...insideVariables(request.env) },
    };
  }

  private imageFile(image: string): string {
    return join(this.options.imageFolder, `${encodeURIComponent(image)}.sif`);
  }

  private execOptions(folder: HostFolder, { place, resources }: AttemptRequest): string[] {
    const { hostPath, network } = this.options;
    return [
      ...['--containall', '--cleanenv', '--no-home', '--no-privs', '--writable-tmpfs'],
      ...(network ? [] : ['--net', '--network', 'none']),
      ...(resources.gpus > 0 ? ['--nv'] : []),
      ...attemptMounts(hostPath, folder, place),
      ...['--pwd', INSIDE.work],
    ];
  }
}

/** With a clean environment apptainer takes in what bears its prefix. */
function insideVariables(env: Record<string, string>): Record<string, string> {
  const all = { ...env, HOME: INSIDE.work, TMPDIR: INSIDE.tmp, LANG: 'C.UTF-8' };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`APPTAINERENV_${name}`, value]));
}
