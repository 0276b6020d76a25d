/** How tasks are fitted into the view. */

/** The least zoom at which a task can be read: what is shown by itself is not drawn smaller. */
export const READABLE = 0.5;

/** Nothing is drawn smaller than this. */
export const LEAST_ZOOM = 0.05;

/** All tasks in view, none larger than they are. */
export const FIT = { padding: 0.12, maxZoom: 1 };
