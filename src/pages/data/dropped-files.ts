/** Files and whole folders that were dropped on the page, or chosen with a file input. */

export interface PickedFile {
  file: File;
  /** Path below the target folder, without a slash in front: `run1/reads/s1.fastq.gz`. */
  path: string;
}

export interface Picked {
  files: PickedFile[];
  /** Folders with nothing in them, which no file would make. */
  emptyFolders: string[];
}

const readEntries = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

async function walk(entry: FileSystemEntry, parent: string, picked: Picked): Promise<void> {
  const path = parent ? `${parent}/${entry.name}` : entry.name;
  if (isFile(entry)) picked.files.push({ file: await fileOf(entry), path });
  if (!isDirectory(entry)) return;
  const reader = entry.createReader();
  let any = false;
  // A reader gives a folder in pieces, and says with an empty one that it is at the end.
  for (let batch = await readEntries(reader); batch.length > 0; batch = await readEntries(reader)) {
    any = true;
    for (const child of batch) await walk(child, path, picked);
  }
  if (!any) picked.emptyFolders.push(path);
}

/** Everything that was dropped. Must be called while the drop event is handled: its items live no longer. */
export async function readDropped(items: DataTransferItemList): Promise<Picked> {
  // A picture dragged out of a program is a file without an entry.
  const dropped = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const picked: Picked = { files: [], emptyFolders: [] };
  for (const { entry, file } of dropped) {
    if (entry) await walk(entry, '', picked);
    else if (file) picked.files.push({ file, path: file.name });
  }
  return picked;
}

/** Files of an input; those of a folder bring their path. */
export function readChosen(files: FileList): Picked {
  return {
    files: [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })),
    emptyFolders: [],
  };
}
