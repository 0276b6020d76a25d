/** What changed, told to whoever listens. Carries no data: listeners read again what they show. */
import { EventEmitter } from 'node:events';
import type { ConsoleSchema } from '#contracts/index.ts';

export type ConsoleEvent = ConsoleSchema<'ConsoleEvent'>;

type Listener = (event: ConsoleEvent, isAwaited: boolean) => void;

export class EventBus {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** @param isAwaited somebody waits for just this, such as the end of a job: it is told without delay */
  publish(event: ConsoleEvent, isAwaited = false): void {
    this.emitter.emit('event', event, isAwaited);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: Listener): () => void {
    this.emitter.on('event', listener);
    return () => this.emitter.off('event', listener);
  }
}
