/** Tells listeners that something changed, at most a few times a second for the same thing. */
import type { ConsoleEvent, EventBus } from '../gateway/event-bus.ts';

const PAUSE_MS = 300;

export class Announcer {
  private readonly pending = new Map<string, ConsoleEvent>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly bus: EventBus) {}

  /** @param now for what somebody waits for: told at once, with all that is pending */
  announce(event: ConsoleEvent, now = false): void {
    this.pending.set(JSON.stringify(event), event);
    if (this.timer && !now) return;
    this.flush();
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, PAUSE_MS);
    this.timer.unref();
  }

  private flush(): void {
    for (const event of this.pending.values()) this.bus.publish(event);
    this.pending.clear();
  }
}
