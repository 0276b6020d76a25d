export interface Target {
  kind: 'page' | 'project' | 'app' | 'workflow' | 'job';
  name: string;
  to: string;
}

const LIMIT = 30;

/** How well a name answers a text: 0 not at all; the start of the name beats the start of a word beats the inside. */
export function score(name: string, text: string): number {
  const at = name.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return 0;
  if (at === 0) return 3;
  return /[\s\-_./]/.test(name[at - 1] ?? '') ? 2 : 1;
}

/** The best answers, in the given order where they are equally good. */
export function rankTargets(targets: readonly Target[], text: string): Target[] {
  const wanted = text.trim();
  if (!wanted) return targets.slice(0, LIMIT);
  return targets
    .map((target) => ({ target, points: score(target.name, wanted) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, LIMIT)
    .map(({ target }) => target);
}
