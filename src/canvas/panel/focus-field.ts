/** How often a field is looked for: panels and tabs are drawn some frames after they are asked for. */
const FRAMES = 30;
const CONTROLS = ':is(input, textarea, button, select, [tabindex]):not([disabled], [aria-hidden="true"])';

/**
 * Puts the focus on a field of the panel (`data-field`) as soon as it is drawn; without a name, on the first control
 * of the open tab.
 */
export function focusField(field = '', frames = FRAMES): void {
  requestAnimationFrame(() => {
    const panel = document.querySelector('.we-panel');
    const place = field
      ? panel?.querySelector(`[data-field="${CSS.escape(field)}"] .we-control`)
      : panel?.querySelector('[role="tabpanel"][aria-hidden="false"]');
    const control = place?.querySelector<HTMLElement>(CONTROLS);
    if (control?.checkVisibility()) {
      control.scrollIntoView({ block: 'nearest' });
      control.focus();
    } else if (frames > 0) focusField(field, frames - 1);
    else panel?.querySelector<HTMLElement>(CONTROLS)?.focus();
  });
}

/** Puts the focus on the first control of a part of the page as soon as it is drawn. */
export function focusIn(part: string, frames = FRAMES): void {
  requestAnimationFrame(() => {
    const control = document.querySelector(part)?.querySelector<HTMLElement>(CONTROLS);
    if (control) control.focus();
    else if (frames > 0) focusIn(part, frames - 1);
  });
}
