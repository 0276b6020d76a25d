/** Milliseconds a browser may take to fetch the content of a download it has begun. */
const TAKEN_AFTER = 10_000;

/** Gives the user a file that was made in the browser. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), TAKEN_AFTER);
}
