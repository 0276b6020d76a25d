/**
 * Property tests draw the same cases in every run, so that a red run can be repeated. `FUZZ_SEED=<number>` draws others;
 * do so now and then, with a larger `FUZZ_RUNS` where a test reads it.
 */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FUZZ_SEED ?? 20_261_120) });
