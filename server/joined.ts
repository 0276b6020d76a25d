/**
 * Equal questions asked at the same time are put once. An answer is never older than its question: who asks while one
 * is under way shares the next, which begins after that.
 */
export class Joined<T> {
  private readonly asked = new Map<string, { current: Promise<unknown>; next?: Promise<T> }>();

  /** @param key the same for equal questions; the answer is shared, so nobody may change it */
  ask(key: string, question: () => Promise<T>): Promise<T> {
    const known = this.asked.get(key);
    if (!known) return this.start(key, question);
    known.next ??= known.current.then(() => this.start(key, question));
    return known.next;
  }

  private start(key: string, question: () => Promise<T>): Promise<T> {
    const answer = question();
    const entry: { current: Promise<unknown>; next?: Promise<T> } = {
      current: answer
        .catch(() => undefined)
        .then(() => {
          if (!entry.next) this.asked.delete(key);
        }),
    };
    this.asked.set(key, entry);
    return answer;
  }
}
