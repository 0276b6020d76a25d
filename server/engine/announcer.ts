/** Tells listeners that something changed, at most a few times a second for the same thing. */
import type { ConsoleEvent, EventBus } from '../gateway/event-bus.ts';

const PAUSE_MS = 300;
/** Whoever hears of a job reads all of its instances again: a large one is told of less often, 10,000 every 2 seconds. */
const PAUSE_PER_INSTANCE_MS = 0.2;
const LONGEST_PAUSE_MS = 10_000;

/** How long to wait between two announcements of a job of so many instances. */
export const jobPause = (instances: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(PAUSE_MS, instances * PAUSE_PER_INSTANCE_MS));

interface Pending {
  event: ConsoleEvent;
  /** When it may be told, Unix milliseconds; 0 when somebody waits for it. */
  due: number;
}

export class Announcer {
  private readonly pending = new Map<string, Pending>();
  /** When something was told last, as long as that matters. */
  private readonly told = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly bus: EventBus) {}

  /**
   * @param now for what somebody waits for: told at once
   * @param pauseMs between two announcements of the same
   */
  announce(event: ConsoleEvent, now = false, pauseMs = PAUSE_MS): void {
    const key = JSON.stringify(event);
    const due = now ? 0 : (this.told.get(key) ?? 0) + pauseMs;
    this.pending.set(key, { event, due: Math.min(due, this.pending.get(key)?.due ?? due) });
    if (!now && this.timer) return;
    this.flush();
  }

  private flush(): void {
    const at = Date.now();
    for (const [key, before] of this.told) if (at - before > LONGEST_PAUSE_MS) this.told.delete(key);
    for (const [key, { event, due }] of this.pending) {
      if (due > at) continue;
      this.pending.delete(key);
      this.told.set(key, at);
      this.bus.publish(event, due === 0);
    }
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.pending.size > 0) this.flush();
    }, PAUSE_MS);
    this.timer.unref();
  }
}
