/** The packages of Slurm, from the distribution; the tests start a cluster of their own from them. */
import { canInstallPackages, findProgram, installPackages } from './commands.ts';

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'scontrol'];
/** Debian keeps daemons where only root's PATH looks. */
const FOLDERS = ['/usr/sbin', '/sbin'];

const missing = (): string[] => PROGRAMS.filter((name) => !findProgram(name, FOLDERS));

/** Finds or installs Slurm and says what it did. @returns why there is none, undefined when there is */
export async function provideSlurm(say: (words: string) => void): Promise<string | undefined> {
  if (missing().length > 0 && canInstallPackages()) {
    say(`Slurm: no ${missing().join(', ')}; installing the packages of the distribution with apt-get`);
    await installPackages(['slurmctld', 'slurmd', 'slurm-client', 'munge']);
  }
  const absent = missing();
  if (absent.length === 0) return undefined;
  return `no ${absent.join(', ')}, and only root can install them (packages "slurmctld slurmd munge")`;
}
