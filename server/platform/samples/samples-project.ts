/** Name of the project that holds the samples. */
export const SAMPLES_PROJECT = 'demo';
