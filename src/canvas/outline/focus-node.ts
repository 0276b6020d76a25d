/** How often a task is looked for: a canvas that was not there is drawn some frames after it is asked for. */
const FRAMES = 60;

/** Puts the focus on a task of the canvas as soon as it is drawn. */
export function focusNode(task: string, frames = FRAMES): void {
  requestAnimationFrame(() => {
    const node = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(task)}"]`);
    if (node?.checkVisibility()) node.focus({ preventScroll: true });
    if (document.activeElement !== node && frames > 0) focusNode(task, frames - 1);
  });
}
