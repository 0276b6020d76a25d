import { sessionStore } from '#src/session/session.ts';
import { ApiError } from './errors.ts';
import { errorOf, serviceAddress } from './transport.ts';

interface SendOptions {
  signal: AbortSignal;
  /** Bytes of the body sent so far, its small frame included. */
  onProgress(sent: number): void;
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Posts a form to a service and tells how much of it is sent, which fetch cannot. Throws ApiError (status 0 when no
 * answer came), or the signal's reason.
 */
export function sendForm<T>(path: `/${string}`, form: FormData, { signal, onProgress }: SendOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => {
      request.abort();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop);
    request.open('POST', serviceAddress('/api/eihealth') + path);
    request.setRequestHeader('X-Auth-Token', sessionStore.get()?.token ?? '');
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onerror = () => reject(new ApiError({ status: 0 }));
    request.onload = () => {
      const body = bodyOf(request.responseText);
      if (request.status >= 200 && request.status < 300) return resolve(body as T);
      const headers = new Headers();
      for (const name of ['retry-after', 'x-request-id']) {
        const value = request.getResponseHeader(name);
        if (value) headers.set(name, value);
      }
      reject(errorOf({ status: request.status, headers }, body));
    };
    request.onloadend = () => signal.removeEventListener('abort', stop);
    request.send(form);
  });
}
