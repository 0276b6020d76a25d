/** What changed, told to whoever listens. Carries no data: listeners read again what they show. */
import { EventEmitter } from 'node:events';
import type { ConsoleSchema } from '#contracts/index.ts';

export type ConsoleEvent = ConsoleSchema<'ConsoleEvent'>;

export class EventBus {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  publish(event: ConsoleEvent): void {
    this.emitter.emit('event', event);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (event: ConsoleEvent) => void): () => void {
    this.emitter.on('event', listener);
    return () => this.emitter.off('event', listener);
  }
}
