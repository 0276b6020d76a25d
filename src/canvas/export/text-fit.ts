/** Widths of texts without a browser: an estimate good enough to keep a text inside its box in any common font. */

const NARROW = /[iljtfrI.,:;|!'`()[\] ]/;
const WIDE = /[mwMW@%×→]/;

/** Width of one character, in parts of the font size. Signs of East Asia and pictures take a whole square. */
function widthOf(character: string): number {
  if ((character.codePointAt(0) ?? 0) >= 0x1100) return 1;
  if (NARROW.test(character)) return 0.34;
  if (WIDE.test(character)) return 0.92;
  return /[A-Z0-9]/.test(character) ? 0.66 : 0.57;
}

export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width * fontSize;
}

/** The text, or as much of its beginning as fits with an ellipsis. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let used = widthOf('…') * fontSize;
  let kept = '';
  for (const character of text) {
    used += widthOf(character) * fontSize;
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
