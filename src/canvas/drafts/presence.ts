/** Which other tabs of the same user have the same workflow open: they tell each other over a channel. */
import { createStore, type Store } from '#src/lib/store.ts';

type Message =
  | { type: 'who'; workflow: string; page: string }
  | { type: 'here'; workflow: string; page: string; dirty: boolean }
  | { type: 'gone'; workflow: string; page: string }
  | { type: 'saved'; workflow: string; page: string };

/** Who has not answered after this many milliseconds is gone. */
const ANSWERS_WITHIN = 1_000;

/** The part of a BroadcastChannel that is used. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  close(): void;
}

export interface Presence {
  /** Page of each other tab → whether it has unsaved edits. */
  others: Store<ReadonlyMap<string, boolean>>;
  /** Another tab saved since this one read the workflow. */
  savedElsewhere: Store<boolean>;
  /** Tells the other tabs whether there are unsaved edits here. */
  tell(dirty: boolean): void;
  tellSaved(): void;
  /** Asks again who is there; those who do not answer are forgotten. */
  ask(): void;
  /** Says good-bye, for the page may go; a page that comes back asks again. */
  leave(): void;
  stop(): void;
}

/** @param workflow names user, project and workflow */
export function watchPresence(channel: Channel, workflow: string, page: string): Presence {
  const others = createStore<ReadonlyMap<string, boolean>>(new Map());
  const savedElsewhere = createStore(false);
  let dirty = false;
  let heard = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const post = (message: Message) => channel.postMessage(message);
  const here = () => post({ type: 'here', workflow, page, dirty });

  channel.addEventListener('message', ({ data }) => {
    const message = data as Message;
    if (message.workflow !== workflow || message.page === page) return;
    if (message.type === 'who') here();
    if (message.type === 'saved') savedElsewhere.set(true);
    heard.add(message.page);
    const next = new Map(others.get());
    if (message.type === 'gone') next.delete(message.page);
    else if (message.type === 'here') next.set(message.page, message.dirty);
    else if (!next.has(message.page)) next.set(message.page, false);
    others.set(next);
  });

  const forget = () => {
    const left = [...others.get()].filter(([other]) => heard.has(other));
    if (left.length < others.get().size) others.set(new Map(left));
  };
  const ask = () => {
    heard = new Set();
    clearTimeout(timer);
    timer = setTimeout(forget, ANSWERS_WITHIN);
    post({ type: 'who', workflow, page });
    here();
  };
  const leave = () => post({ type: 'gone', workflow, page });
  ask();
  return {
    others,
    savedElsewhere,
    tell: (now) => {
      if (now === dirty) return;
      dirty = now;
      here();
    },
    tellSaved: () => {
      savedElsewhere.set(false);
      post({ type: 'saved', workflow, page });
    },
    ask,
    leave,
    stop: () => {
      clearTimeout(timer);
      leave();
      channel.close();
    },
  };
}
