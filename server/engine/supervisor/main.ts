/** Entry of the supervisor process: `supervisor <data folder> <slots> <idle ms>`. Starts nothing else of the server. */
import { Supervisor } from './service.ts';

const [dataDir, slots, idleMs] = process.argv.slice(2);
if (!dataDir) throw new Error('usage: supervisor <data folder> <slots> <idle ms>');

// A terminal's interrupt ends the server; what runs goes on.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

const supervisor = await Supervisor.start({ dataDir, slots: Number(slots) || 1, idleMs: Number(idleMs) || 300_000 });
await supervisor?.done;
process.exit(0);
