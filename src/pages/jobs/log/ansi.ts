/** Terminal colours of a log line as plain data: nothing of the log ever becomes markup. */

export interface AnsiPiece {
  text: string;
  /** One of the eight colours of a terminal. */
  colour?: number;
  bold?: boolean;
}

const ESC = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Colours and cursor moves (CSI), titles and links (OSC), and short sequences. */
const ESCAPE = new RegExp(
  `${ESC}(?:\\[([0-9;:?]*)[ -/]*([@-~])|\\][^${BELL}${ESC}]*(?:${BELL}|${ESC}\\\\)?|[@-Z\\\\^_])`,
  'g',
);
const CONTROLS = /(?!\t)\p{Cc}/gu;

type Style = Omit<AnsiPiece, 'text'>;

function styled(style: Style, codes: string): Style {
  const next: Style = { ...style };
  const numbers = codes.split(/[;:]/).map(Number);
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0;
    if (code === 38 || code === 48) {
      // Colours beyond the eight are left out, with their arguments.
      at += numbers[at + 1] === 5 ? 2 : 4;
      continue;
    }
    if (code === 0) {
      delete next.colour;
      delete next.bold;
    } else if (code === 1) next.bold = true;
    else if (code === 22) delete next.bold;
    else if (code >= 30 && code <= 37) next.colour = code - 30;
    else if (code >= 90 && code <= 97) next.colour = code - 90;
    else if (code === 39) delete next.colour;
  }
  return next;
}

/** Splits a line at its colours; all other control sequences are taken out. */
export function ansiPieces(line: string): AnsiPiece[] {
  if (!CONTROLS.test(line)) return line === '' ? [] : [{ text: line }];
  CONTROLS.lastIndex = 0;
  const pieces: AnsiPiece[] = [];
  let style: Style = {};
  let from = 0;
  const add = (text: string) => {
    const plain = text.replace(CONTROLS, '');
    if (plain !== '') pieces.push({ text: plain, ...style });
  };
  for (const match of line.matchAll(ESCAPE)) {
    add(line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === 'm') style = styled(style, match[1] ?? '');
  }
  add(line.slice(from));
  return pieces;
}

/** A line without its control sequences. */
export const plainLine = (line: string): string =>
  ansiPieces(line)
    .map(({ text }) => text)
    .join('');
