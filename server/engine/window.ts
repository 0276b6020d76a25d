/**
 * How many attempts may wait at the executor. Enough to keep its slots busy over one round of the runner; counted per
 * priority, so that work of a lower priority never keeps work of a higher one from being handed over.
 */
export class Window {
  private readonly waiting = new Map<string, number>();

  constructor(private readonly size: number) {}

  static forSlots(slots: number): Window {
    return new Window(slots + Math.max(48, slots * 8));
  }

  add(id: string, priority: number): void {
    this.waiting.set(id, priority);
  }

  remove(id: string): void {
    this.waiting.delete(id);
  }

  clear(): void {
    this.waiting.clear();
  }

  /** Attempts that may still be handed over at this priority. */
  room(priority: number): number {
    let ahead = 0;
    for (const other of this.waiting.values()) if (other >= priority) ahead++;
    return this.roomAfter(ahead);
  }

  /** The same, for a number of attempts of this priority or above. */
  roomAfter(ahead: number): number {
    return Math.max(0, this.size - ahead);
  }
}
