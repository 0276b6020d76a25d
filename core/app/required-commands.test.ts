import { describe, expect, test } from 'vitest';
import { requiredCommands } from './required-commands.ts';

const of = (...commands: string[]) => requiredCommands(commands);

describe('required commands', () => {
  test('the program of every simple command, once', () => {
    expect(of('bwa mem ${ref} ${r1} | samtools sort -o ${bam} -', 'samtools index ${bam} && echo done')).toEqual([
      'bwa',
      'samtools',
    ]);
    expect(of('x=$(zcat "${f}" | awk \'{ n++ } END { print n }\')', 'if grep -q a b; then sort c; fi')).toEqual([
      'zcat',
      'awk',
      'grep',
      'sort',
    ]);
  });

  test('text, arguments and what the shell knows itself are no programs', () => {
    expect(of("echo 'bwa mem' # fastp", 'cd /tmp', 'printf "%s" "samtools"', '[ -f a ] || exit 1')).toEqual([]);
    expect(of('for s in bwa fastp; do cut -f1 "$s"; done', 'while read -r a; do :; done')).toEqual(['cut']);
    expect(of('cat <<END > x', 'bwa mem', 'END')).toEqual(['cat']);
    expect(of('A=1 LC_ALL=C sort x')).toEqual(['sort']);
  });

  test('a program behind another one is required too', () => {
    expect(of('timeout 10 bwa index x', 'env A=b nice fastp', 'find . | xargs gzip')).toEqual([
      'timeout',
      'bwa',
      'env',
      'nice',
      'fastp',
      'find',
      'xargs',
      'gzip',
    ]);
    expect(of('xargs -I {} bwa {}')).toEqual(['xargs']);
  });

  test('what only the running shell can know is left alone', () => {
    expect(of('${tool} x', '"$TOOL" y', './own.sh', '/opt/bin/x')).toEqual([]);
    expect(of('export PATH=/opt/bwa:$PATH', 'bwa')).toEqual([]);
    expect(of('. ./env.sh', 'bwa')).toEqual([]);
    expect(of('count() { wc -l "$1"; }', 'count x')).toEqual(['wc']);
    expect(of('if command -v pigz >/dev/null; then pigz x; else gzip x; fi')).toEqual(['gzip']);
    expect(of('case "$x" in', 'fa|fasta) wc a ;;', 'gz) zcat a ;;', '*) cat a ;;', 'esac')).toEqual([
      'wc',
      'zcat',
      'cat',
    ]);
  });
});
