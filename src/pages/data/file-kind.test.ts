import { expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

test.each([
  ['s1.R1.fastq.gz', 'text'],
  ['calls.VCF.bgz', 'text'],
  ['counts.tsv.gz', 'table'],
  ['plot.PNG', 'image'],
  ['plot.png.gz', 'other'],
  ['report.html', 'page'],
  ['paper.pdf', 'pdf'],
  ['a.bam', 'other'],
  ['README', 'text'],
  ['.bashrc', 'text'],
])('%s is %s', (name, kind) => expect(fileKind(name)).toBe(kind));
