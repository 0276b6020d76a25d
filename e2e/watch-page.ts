/** What no page may do: call elsewhere, log an error, break the content security policy. */
import type { BrowserContext } from '@playwright/test';
import { noteRequest } from './operations.ts';
import type { LiveServer } from './server.ts';

export class Watch {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly origins = new Set<string>();

  constructor(private readonly server: LiveServer) {
    this.origins.add(server.origin);
  }

  /** An error this test provokes on purpose. */
  allow(message: RegExp): void {
    this.allowed.push(message);
  }

  /** An origin this test serves itself, for instance the page around a frame. */
  allowOrigin(origin: string): void {
    this.origins.add(origin);
  }

  /** What was found and not allowed. */
  get problems(): string[] {
    return this.found.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }

  observe(context: BrowserContext): void {
    const basePath = new URL(this.server.url).pathname;
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (!/^https?:|^wss?:/.test(url.protocol)) return;
      if (!this.origins.has(url.origin)) this.found.push(`a request left the origin: ${request.url()}`);
      else noteRequest('browser', request.method(), request.url(), basePath);
    });
    context.on('response', (response) => {
      if (response.status() >= 500)
        this.found.push(`${response.status()} from ${response.request().method()} ${response.url()}`);
    });
    context.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = message.text();
      // The browser reports every refusal; pages show them, and 5xx are noted above.
      if (/^Failed to load resource: the server responded with a status of/.test(text)) return;
      this.found.push(`console error: ${text}`);
    });
    context.on('weberror', (error) => this.found.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  }
}
