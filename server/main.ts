/** Listens until it is told to stop. One clear line and a non-zero exit when it cannot start. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readEnvironment, SETTINGS, SettingError } from './config.ts';
import { DatabaseError } from './db/database.ts';
import { FolderInUseError } from './folder-lock.ts';
import { startServer } from './start.ts';

/** The built console: beside the built server, or where the build puts it when running from the sources. */
function consoleFolder(): string | undefined {
  const candidates = ['../console', '../dist/console'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return candidates.find((folder) => existsSync(folder));
}

function printHelp(): void {
  const width = Math.max(...SETTINGS.map((setting) => setting.name.length));
  console.log(
    'npm start: the console and the embedded platform on one port.\n\nSettings (environment variables, or a .env file):',
  );
  for (const { name, default: value, help } of SETTINGS)
    console.log(`  ${name.padEnd(width)}  ${help}${value ? ` (default ${value})` : ''}`);
}

export async function main(): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) return printHelp();
  try {
    const server = await startServer(readEnvironment(), consoleFolder());
    let stopping = false;
    const stop = () => {
      if (stopping) process.exit(1);
      stopping = true;
      server.stop().then(
        () => process.exit(0),
        (error: Error) => {
          console.error(error.message);
          process.exit(1);
        },
      );
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    // Said last: who reads the address may stop the server at once.
    console.log(`Console:  ${server.url}`);
    console.log(`Sign in:  ${server.signInLink}  (works once, for an hour)`);
    if (server.newPassword)
      console.log(
        `          or as "${server.platform.config.adminUser}" with the password ${server.newPassword} (shown only now)`,
      );
  } catch (error) {
    const expected =
      error instanceof SettingError || error instanceof DatabaseError || error instanceof FolderInUseError;
    console.error(expected ? `Cannot start: ${error.message}` : error);
    process.exit(1);
  }
}

await main();
