/** Who is signed in. The token lives in sessionStorage of this tab and is handed to new tabs of the same console. */
import { basePath } from '#src/lib/base-path.ts';
import { createStore } from '#src/lib/store.ts';

export interface Session {
  token: string;
  /** Unix time in milliseconds. */
  expiresAt: number;
  user: { id: string; name: string; domain: string };
  /** The cloud project the token is scoped to: `{project_id}` of every documented path. */
  cloudProject: { id: string; name: string };
}

/** Why there is no session: shown on the sign-in page. */
export type SignedOutReason = 'expired' | 'signed-out' | undefined;

const KEY = 'eihealth-console.session';
const store = createStore<Session | undefined>(undefined);
const reason = createStore<SignedOutReason>(undefined);

export const sessionStore = store;
export const signedOutReason = reason;

type Message = { type: 'ask' } | { type: 'session'; session: Session } | { type: 'signed-out' };

let channel: BroadcastChannel | undefined;
let expiry: ReturnType<typeof setTimeout> | undefined;

const isLive = (session: Session | undefined, now = Date.now()): session is Session =>
  session !== undefined && session.expiresAt > now;

function readStored(): Session | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    return text ? (JSON.parse(text) as Session) : undefined;
  } catch {
    return undefined;
  }
}

function keep(session: Session | undefined): void {
  try {
    if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Without storage the session lasts until the page is left.
  }
  store.set(session);
  clearTimeout(expiry);
  // A timer longer than 24.8 days fires at once.
  if (session) expiry = setTimeout(expireSession, Math.min(session.expiresAt - Date.now(), 2 ** 31 - 1));
}

/** Starts a session after sign-in. */
export function startSession(session: Session): void {
  reason.set(undefined);
  keep(session);
}

/** Ends the session in every tab of this console. */
export function endSession(): void {
  reason.set('signed-out');
  keep(undefined);
  channel?.postMessage({ type: 'signed-out' } satisfies Message);
}

/** The server refused the token, or its time is over. */
export function expireSession(): void {
  if (!store.get()) return;
  reason.set('expired');
  keep(undefined);
}

function onMessage(message: Message): void {
  const session = store.get();
  if (message.type === 'ask' && isLive(session)) channel?.postMessage({ type: 'session', session } satisfies Message);
  if (message.type === 'session' && !session && isLive(message.session)) startSession(message.session);
  if (message.type === 'signed-out' && session) {
    reason.set('signed-out');
    keep(undefined);
  }
}

/** Finds a session in this tab, or asks the other tabs for theirs; waits at most `patience` ms. */
export async function restoreSession(patience = 80): Promise<void> {
  if (typeof BroadcastChannel !== 'undefined') {
    channel = new BroadcastChannel(`${KEY}:${basePath()}`);
    channel.onmessage = (event: MessageEvent<Message>) => onMessage(event.data);
  }
  const stored = readStored();
  if (isLive(stored)) return keep(stored);
  if (!channel) return;
  channel.postMessage({ type: 'ask' } satisfies Message);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, patience);
    const stop = store.subscribe(done);
    function done() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}
