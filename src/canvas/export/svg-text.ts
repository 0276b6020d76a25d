/** Writing SVG as text: every value is escaped, so nothing in a name becomes markup. */

/** What XML 1.0 can hold: most control characters and halves of characters it cannot, not even escaped. */
function isWritable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export const escapeXml = (text: string): string =>
  [...text]
    .filter(isWritable)
    .map((character) => ENTITIES[character] ?? character)
    .join('');

export type Attributes = Record<string, string | number | undefined>;

/** An element; children are markup already. Numbers are rounded to a tenth, so that the same drawing has the same bytes. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === 'number' ? String(tenth(value)) : String(value))}"`);
  const start = `<${name}${written.join('')}`;
  return children.length > 0 ? `${start}>${children.join('')}</${name}>` : `${start}/>`;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
