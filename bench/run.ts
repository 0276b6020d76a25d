/** `npm run bench [name …]`: the figures of the budgets. Ratios come from one run on one machine. */
import { buildWhatIsStale } from '../scripts/build.ts';

const BENCHES: Record<string, () => Promise<void>> = {
  start: async () => (await import('./start-up.ts')).benchStartUp(),
  lists: async () => (await import('./lists.ts')).benchLists(),
  upload: async () => (await import('./upload.ts')).benchUpload(),
  small: async () => (await import('./upload.ts')).benchSmallFiles(),
  screen: async () => (await import('./first-screen.ts')).benchFirstScreen(),
  engine: async () => (await import('./engine/engine.ts')).benchEngine(),
  'large-job': async () => (await import('./engine/large-job.ts')).benchLargeJob(),
  recovery: async () => (await import('./recovery.ts')).benchRecovery(),
  canvas: async () => (await import('./canvas/canvas.ts')).benchCanvas(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in BENCHES));
if (unknown) {
  console.error(`there is no bench "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
await buildWhatIsStale();
for (const [name, bench] of Object.entries(BENCHES)) if (wanted.length === 0 || wanted.includes(name)) await bench();
// What a peer or a stream of events left open must not keep it.
process.exit(0);
