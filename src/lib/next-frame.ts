/** A page that is not looked at has no frames. */
const WITHOUT_FRAMES_MS = 100;

/** Waits until a frame was drawn, and lets what was pressed meanwhile go first. */
export const nextFrame = () =>
  new Promise<unknown>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, WITHOUT_FRAMES_MS);
  });
