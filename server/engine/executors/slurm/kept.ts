/** A value that is asked for often and read seldom; those who ask while it is being read share the reading. */
export class Kept<T> {
  private value: { at: number; value: T } | undefined;
  private reading: Promise<T> | undefined;

  constructor(
    private readonly keptMs: number,
    private readonly read: () => Promise<T>,
  ) {}

  /** What was last read, however long ago. */
  get last(): T | undefined {
    return this.value?.value;
  }

  /** @throws what reading throws */
  get(): Promise<T> {
    if (this.value && Date.now() - this.value.at < this.keptMs) return Promise.resolve(this.value.value);
    this.reading ??= this.read()
      .then((value) => {
        this.value = { at: Date.now(), value };
        return value;
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }

  /** The next one who asks has it read anew. */
  drop(): void {
    if (this.value) this.value.at = 0;
  }
}
