import { types } from '@electric-sql/pglite';

/** Counts and sizes fit a double; both drivers are told so, so that rows look alike on PGlite and PostgreSQL. */
export const PGLITE_PARSERS = { [types.INT8]: Number, [types.NUMERIC]: Number };
