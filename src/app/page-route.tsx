import type { ComponentType } from 'react';
import type { LoaderFunctionArgs, RouteObject, ShouldRevalidateFunctionArgs } from 'react-router';
import { loadWords } from '#src/i18n/i18n.ts';
import type { Namespace } from '#src/i18n/resources.ts';
import { sessionStore } from '#src/session/session.ts';

interface PageModule {
  Component: ComponentType;
  /** Starts reading what the page shows; it does not wait, so that the page can draw its outline. */
  prefetch?(params: Record<string, string>, request: Request): void;
  /** The query string is a matter of the screen (a selection): a change of it reads nothing again. */
  searchIsView?: boolean;
}

type Urls = Pick<ShouldRevalidateFunctionArgs, 'currentUrl' | 'nextUrl'>;

/** A route whose page, words and data start loading together, and only when it is visited. */
export function pageRoute(path: string, words: readonly Namespace[], load: () => Promise<PageModule>): RouteObject {
  return {
    path,
    lazy: async () => {
      const [module] = await Promise.all([load(), loadWords(...words)]);
      return {
        Component: module.Component,
        loader: ({ params, request }: LoaderFunctionArgs) => {
          if (sessionStore.get()) module.prefetch?.(params as Record<string, string>, request);
          return null;
        },
        ...(module.searchIsView
          ? { shouldRevalidate: ({ currentUrl, nextUrl }: Urls) => currentUrl.pathname !== nextUrl.pathname }
          : {}),
      };
    },
  };
}
