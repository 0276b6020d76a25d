/** Hands batches over to sbatch, and understands when it refuses. */
import type { Batches } from './batches.ts';
import type { ClusterFacts } from './cluster.ts';
import { complaint, type RunCommand } from './commands.ts';
import type { Entry } from './entries.ts';
import { REPEATS_BY_ITSELF, type Refusal, refusalOf } from './refusals.ts';
import { type SlurmSite, sbatchArguments } from './submission.ts';

export interface SenderParts {
  run: RunCommand;
  batches: Batches;
  site: SlurmSite;
  /** First and longest wait after a refusal. */
  retryMs: { first: number; longest: number };
}

/** Elements in one call, as long as Slurm takes that many. */
const MAX_ELEMENTS = 500;

export class Sender {
  private size = MAX_ELEMENTS;
  private readonly waits = new Map<string, number>();

  constructor(private readonly parts: SenderParts) {}

  /**
   * Hands over what may be handed over now.
   * @param refused told of entries that Slurm will never take
   * @returns in words why Slurm could not be reached, undefined when it could
   */
  async send(
    entries: readonly Entry[],
    facts: ClusterFacts,
    refused: (entry: Entry, words: string) => void,
  ): Promise<string | undefined> {
    for (const group of byBatch(entries))
      for (let rest = group; rest.length > 0; ) {
        const part = rest.slice(0, Math.min(this.size, facts.maxArraySize - 1));
        const refusal = await this.sendPart(part, facts);
        if (!refusal) rest = rest.slice(part.length);
        else if (refusal.kind === 'unsure') return this.unsure(part, refusal);
        else if (refusal.kind === 'later' && refusal.full && part.length > 1) this.size = Math.ceil(part.length / 2);
        else {
          this.putOff(rest, refusal, refused);
          break;
        }
      }
    return undefined;
  }

  private async sendPart(part: readonly Entry[], facts: ClusterFacts): Promise<Refusal | undefined> {
    const { batch } = part[0] as Entry;
    const indices = part.map(({ index }) => index);
    const result = await this.parts.run('sbatch', sbatchArguments(batch, indices, this.parts.site, facts), {
      giveUpOn: REPEATS_BY_ITSELF,
    });
    if (result.code !== 0) return refusalOf(result.stderr, complaint(result), result.code === undefined);
    this.parts.batches.noteSent(batch, indices, result.stdout.trim());
    for (const entry of part) Object.assign(entry, { sent: 'yes', hurdle: '', overSince: undefined });
    this.waits.delete(batch.name);
    this.size = Math.min(MAX_ELEMENTS, this.size * 2);
    return undefined;
  }

  /** Only the queue can tell now. */
  private unsure(part: readonly Entry[], { words, full }: Refusal & { kind: 'unsure' }): string | undefined {
    if (full) this.size = Math.ceil(part.length / 2);
    for (const entry of part) Object.assign(entry, { sent: 'unsure', hurdle: words });
    this.wait(part);
    return full ? undefined : words;
  }

  private putOff(rest: readonly Entry[], refusal: Refusal, refused: (entry: Entry, words: string) => void): void {
    if (refusal.kind === 'never') {
      for (const entry of rest) refused(entry, refusal.words);
      return;
    }
    for (const entry of rest) entry.hurdle = refusal.words;
    this.wait(rest);
  }

  private wait(entries: readonly Entry[]): void {
    const name = entries[0]?.batch.name ?? '';
    const { first, longest } = this.parts.retryMs;
    const wait = Math.min(longest, (this.waits.get(name) ?? first / 2) * 2);
    this.waits.set(name, wait);
    for (const entry of entries) entry.retryAt = Date.now() + wait;
  }
}

/** Larger priorities first; within a batch by index. */
function byBatch(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.batch.name, [...(groups.get(entry.batch.name) ?? []), entry]);
  for (const group of groups.values()) group.sort((a, b) => a.index - b.index);
  return [...groups.values()].sort((a, b) => priorityOf(b) - priorityOf(a));
}

const priorityOf = (group: readonly Entry[]): number => group[0]?.batch.wishes.priority ?? 0;
