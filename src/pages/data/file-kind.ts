/** What a file is, by its name: which icon it has and how it can be looked at. */
import type { IconName } from '#src/ui/icon.tsx';

export type FileKind = 'text' | 'table' | 'image' | 'page' | 'pdf' | 'other';

const ENDINGS: Record<Exclude<FileKind, 'other'>, readonly string[]> = {
  text: (
    'txt log md json jsonl yaml yml xml vcf fasta fa fna faa fastq fq bed bedgraph wig gff gff3 gtf sam sh py r pl nf ' +
    'wdl cwl toml ini cfg conf fai dict out err md5 sdf mol mol2 pdb smi maf ped map list stdout stderr'
  ).split(' '),
  table: ['csv', 'tsv', 'tab'],
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg'],
  page: ['html', 'htm'],
  pdf: ['pdf'],
};

const BY_ENDING = new Map(
  Object.entries(ENDINGS).flatMap(([kind, endings]) => endings.map((ending) => [ending, kind as FileKind] as const)),
);

/** Whether the file is gzip, by its name; block gzip of genome tools is gzip too. */
export const isGzip = (name: string) => /\.(gz|bgz)$/i.test(name);

/** How a file can be looked at. Compressed text is text; a name without an ending may be. */
export function fileKind(name: string): FileKind {
  const plain = name.replace(/\.(gz|bgz)$/i, '');
  const dot = plain.lastIndexOf('.');
  if (dot <= 0) return 'text';
  const kind = BY_ENDING.get(plain.slice(dot + 1).toLowerCase()) ?? 'other';
  // Only text is taken out of gzip; a compressed picture stays bytes.
  return isGzip(name) && kind !== 'text' && kind !== 'table' ? 'other' : kind;
}

const ICONS: Record<FileKind, IconName> = {
  text: 'file',
  table: 'table',
  image: 'image',
  page: 'file',
  pdf: 'file',
  other: 'file',
};

export const fileIcon = (name: string): IconName => ICONS[fileKind(name)];
