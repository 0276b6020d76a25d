/** `npm start`: builds what is stale, then becomes the server. `--help` lists the settings and builds nothing else. */
import { fileURLToPath } from 'node:url';
import { buildWhatIsStale } from './build.ts';

await buildWhatIsStale((what) => console.log(`building ${what} …`));
await import(fileURLToPath(new URL('../dist/server/main.mjs', import.meta.url)));
