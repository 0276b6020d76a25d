/** The PostgreSQL of one test run: found or installed, started, gone afterwards. */
import { findPostgres, startPostgres, type TemporaryPostgres } from '#server/testing/postgres.ts';
import { canInstallPackages, installPackages } from './commands.ts';

/** Finds or installs PostgreSQL and starts it. @returns undefined with a sentence why, when there is none */
export async function providePostgres(
  say: (words: string) => void,
): Promise<{ server: TemporaryPostgres } | { reason: string }> {
  let binaries = findPostgres();
  if (!binaries && canInstallPackages()) {
    say('PostgreSQL: none found; installing the package of the distribution with apt-get');
    await installPackages(['postgresql']);
    binaries = findPostgres();
  }
  if (!binaries)
    return { reason: 'no PostgreSQL server is installed, and only root can install one (package "postgresql")' };
  try {
    const server = await startPostgres(binaries);
    say(`PostgreSQL: a temporary cluster of ${binaries}`);
    return { server };
  } catch (error) {
    return { reason: `PostgreSQL of ${binaries} does not start: ${(error as Error).message}` };
  }
}
