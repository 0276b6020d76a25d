import { PGlite, types } from '@electric-sql/pglite';

/** Counts and sizes fit a double; both drivers are told so, so that rows look alike on PGlite and PostgreSQL. */
export const PGLITE_PARSERS = { [types.INT8]: Number, [types.NUMERIC]: Number };

/**
 * PGlite's own start parameters with smaller buffers: the files are in the page cache of the system anyway,
 * and the usual 128 MB of shared buffers would more than double the memory of an idle server.
 */
export const PGLITE_START_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB', '-c', 'wal_buffers=1MB'];
