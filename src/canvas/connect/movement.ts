import { wantsLessMotion } from '#src/lib/use-media-query.ts';

const DURATION = 150;

/** How the view moves, in milliseconds: at once for those who asked their system for less motion. */
export const movement = (duration = DURATION): { duration: number } => ({
  duration: wantsLessMotion() ? 0 : duration,
});

/**
 * How the view crosses a large workflow: slowly enough that a frame draws few tasks it meets, and without drawing away
 * on the way, which would show more of them.
 */
export const flight = (): { duration: number; interpolate: 'linear' } => ({
  ...movement(500),
  interpolate: 'linear',
});
