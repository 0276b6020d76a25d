/** What every container of an attempt sees of the host, as options of podman, docker and apptainer alike. */
import type { AttemptPlace } from '../executor.ts';
import type { HostFolder, HostPath } from './enclosure.ts';
import { INSIDE, insideData, insideOut } from './inside.ts';

/** The project's data and the script to read; the attempt's own folders to write. */
export function attemptMounts(hostPath: HostPath, folder: HostFolder, place: AttemptPlace): string[] {
  return [
    ...mount(hostPath(place.bucket, ''), insideData(place), true),
    ...mount(folder.script, INSIDE.script, true),
    ...mount(folder.work, INSIDE.work, false),
    ...mount(folder.tmp, INSIDE.tmp, false),
    ...mount(folder.out, insideOut(place), false),
  ];
}

/** `--mount` takes comma separated fields; one that holds a comma or a quote is quoted. */
export function mount(source: string, target: string, readOnly: boolean): string[] {
  const fields = ['type=bind', `src=${source}`, `dst=${target}`, ...(readOnly ? ['ro=true'] : [])];
  return ['--mount', fields.map(quoteField).join(',')];
}

const quoteField = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
