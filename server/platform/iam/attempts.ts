/** Slows down password guessing: a few wrong tries per user and address, then a pause. */
import { ApiError } from '../../errors.ts';

const WINDOW = 60_000;
const ALLOWED = 5;

export class SignInAttempts {
  private readonly failures = new Map<string, number[]>();
  private readonly turns = new Map<string, Promise<void>>();

  /**
   * Runs the attempts of one caller one after the other: guesses sent at once would all be checked before the first
   * of them has failed.
   */
  inTurn<T>(who: string, attempt: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(who) ?? Promise.resolve()).then(attempt);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(who, over);
    void over.then(() => {
      if (this.turns.get(who) === over) this.turns.delete(who);
    });
    return turn;
  }

  /** @throws ApiError 429 with Retry-After while a caller has to wait */
  check(who: string, now = Date.now()): void {
    const recent = this.recent(who, now);
    if (recent.length < ALLOWED) return;
    const seconds = Math.ceil(((recent[0] ?? now) + WINDOW - now) / 1000);
    throw new ApiError(429, 'eihealth.01000036', `Too many wrong passwords: try again in ${seconds} seconds`, {
      'retry-after': String(seconds),
    });
  }

  failed(who: string, now = Date.now()): void {
    if (this.failures.size > 10_000) this.failures.clear();
    this.failures.set(who, [...this.recent(who, now), now]);
  }

  succeeded(who: string): void {
    this.failures.delete(who);
  }

  private recent(who: string, now: number): number[] {
    return (this.failures.get(who) ?? []).filter((at) => at > now - WINDOW);
  }
}
