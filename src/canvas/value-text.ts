/** Values as text, one per line; empty lines are no values. */
export const toValues = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
