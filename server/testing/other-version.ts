/** The programs as an earlier or a later version would be: their supervisor speaks another protocol. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { PROTOCOL_VERSION } from '../engine/supervisor/protocol.ts';

/** @param step -1 for the version before, 1 for the next one */
export const otherVersion = (step: number): Plugin => ({
  name: 'other version',
  setup: ({ onLoad }) =>
    onLoad({ filter: /supervisor\/protocol\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replace(/(PROTOCOL_VERSION = )\d+/, `$1${PROTOCOL_VERSION + step}`),
    })),
});
