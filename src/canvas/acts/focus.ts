/** Places of the canvas that take the focus. */

/** Does something in the next frame, unless a key or the pointer is pressed until then: that goes first. */
function unlessUsed(act: () => void): void {
  const used = new AbortController();
  const options = { capture: true, signal: used.signal };
  for (const press of ['keydown', 'pointerdown']) addEventListener(press, () => used.abort(), options);
  requestAnimationFrame(() => {
    if (used.signal.aborted) return;
    used.abort();
    act();
  });
}

/**
 * Gives the focus to a task: at once, because the next key may be pressed before the next frame and is meant for it, or
 * to the canvas while it is not drawn yet; and again in the next frame, when what had the focus before is gone.
 */
export function focusTask(name: string): void {
  const give = (): boolean => {
    const node = document.querySelector<HTMLElement>(`.we-canvas .react-flow__node[data-id="${CSS.escape(name)}"]`);
    (node ?? document.querySelector<HTMLElement>('.we-canvas .react-flow'))?.focus({ preventScroll: true });
    return node !== null;
  };
  if (give()) unlessUsed(give);
  else requestAnimationFrame(give);
}

/** Goes to the search of the palette, at once where it is drawn; what stands in it is replaced by what is typed. */
export function focusPalette(frames = 30): void {
  const search = document.querySelector<HTMLInputElement>('.we-palette input');
  search?.focus();
  search?.select();
  if (!search && frames > 0) requestAnimationFrame(() => focusPalette(frames - 1));
}

/** Gives the focus to the canvas itself, or to the outline where that stands in its place. Whether one is there. */
export function focusCanvas(): boolean {
  const canvas = document.querySelector<HTMLElement>('.we-canvas .react-flow');
  const target = canvas ?? document.querySelector<HTMLElement>('.ol-row[tabindex="0"]');
  target?.focus({ preventScroll: true });
  return target !== null;
}

/** The same once it is drawn: what had the focus (a dialog, a screen in front) goes in this moment. */
export function focusCanvasSoon(frames = 30): void {
  requestAnimationFrame(() => {
    if (!focusCanvas() && frames > 0) focusCanvasSoon(frames - 1);
  });
}
