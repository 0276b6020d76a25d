/** The suffix a parameter asks of its files: `*.bam` and `.bam` do; patterns of another kind ask for nothing. */
export function suffixOf(pattern: string | undefined): string | undefined {
  return /^\*?(\.[^*?\\/[\]{}()|^$ ]+)$/.exec(pattern?.trim() ?? '')?.[1]?.toLowerCase();
}

/** Whether a file name fits the suffix of a pattern; without one all do. */
export function matcher(pattern: string | undefined): (name: string) => boolean {
  const suffix = suffixOf(pattern);
  return suffix ? (name) => name.toLowerCase().endsWith(suffix) : () => true;
}
