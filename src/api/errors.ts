/** What can go wrong in a call, and the words for it. Made once here; pages only show them. */
import type i18next from 'i18next';
import type { Resources } from '#src/i18n/resources.ts';

/** A call that did not succeed. `status` is 0 when no answer came. */
export class ApiError extends Error {
  readonly status: number;
  /** Documented code such as `eihealth.01020001`; empty when there is none. */
  readonly code: string;
  readonly requestId: string;
  /** Seconds, from Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(facts: { status: number; code?: string; message?: string; requestId?: string; retryAfter?: number }) {
    super(facts.message ?? '');
    this.name = 'ApiError';
    this.status = facts.status;
    this.code = facts.code ?? '';
    this.requestId = facts.requestId ?? '';
    this.retryAfter = facts.retryAfter;
  }
}

/** An error as a reader wants it: what happened, what to do next, and at which fields. */
export interface ErrorWords {
  title: string;
  next: string;
  /** The server's own words, when they add something. */
  detail: string;
  /** JSON pointer (`/name`) → the server's words about that field. */
  fields: Record<string, string>;
  forbidden: boolean;
  requestId: string;
}

type Sentence = { title: string; next: string };
type ErrorBundle = Resources['errors'];

/** Field errors in a message such as `/name must match pattern …; /inputs/0/type must be …`. */
export function fieldErrors(message: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const part of message.split(/[;,]\s*(?=\/)|\n/)) {
    const match = /^\s*(?:body)?(\/[^\s:]+):?\s+(.+)$/.exec(part);
    if (match?.[1] && match[2]) fields[match[1]] ??= match[2].trim();
  }
  return fields;
}

function statusKey(status: number): keyof ErrorBundle['status'] {
  if (status === 0) return 'offline';
  const exact = ['400', '401', '403', '404', '408', '409', '413', '423', '429', '501', '503'] as const;
  const found = exact.find((key) => key === String(status));
  return found ?? (status >= 500 ? '500' : '400');
}

/** Words for an error. `words` is the bundle `errors` of the language in use. */
export function errorWords(error: unknown, words: ErrorBundle): ErrorWords {
  if (!(error instanceof ApiError)) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ...words.status.unexpected, detail, fields: {}, forbidden: false, requestId: '' };
  }
  const codes: Record<string, Sentence | undefined> = words.code;
  const known = codes[error.code.split('.').at(-1) ?? ''];
  const sentence = known ?? words.status[statusKey(error.status)];
  const fields = error.status === 400 ? fieldErrors(error.message) : {};
  return {
    title: sentence.title,
    next:
      error.retryAfter === undefined
        ? sentence.next
        : words.retryAfter.replace('{{seconds}}', String(error.retryAfter)),
    detail: error.message && error.status < 500 ? error.message : '',
    fields,
    forbidden: error.status === 403,
    requestId: error.requestId,
  };
}

/** Words for an error in the language in use. The area `errors` is loaded with the shell. */
export function describeError(error: unknown, i18n: typeof i18next): ErrorWords {
  const bundle = i18n.getResourceBundle(i18n.language, 'errors') as ErrorBundle | undefined;
  if (bundle) return errorWords(error, bundle);
  const detail = error instanceof Error ? error.message : String(error);
  return { title: detail, next: '', detail: '', fields: {}, forbidden: false, requestId: '' };
}
