/** Words of the console. A page loads the areas it needs, in the language in use, beside its own code. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readPreference, writePreference } from '#src/lib/local-preference.ts';
import { chooseLanguage, type Language } from './languages.ts';
import type { Namespace } from './resources.ts';

const files = import.meta.glob<{ default: Record<string, unknown> }>(['./en-US/*.json', './zh-CN/*.json']);

const backend = {
  type: 'backend' as const,
  init() {},
  read(language: string, namespace: string, done: (error: unknown, words: Record<string, unknown> | null) => void) {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) return done(new Error(`No words for ${language}/${namespace}`), null);
    load().then(
      (module) => done(null, module.default),
      (error: unknown) => done(error, null),
    );
  },
};

/** Starts the words in the stored language, else the browser's. */
export async function startWords(): Promise<void> {
  const language = chooseLanguage([readPreference('language') ?? '', ...navigator.languages]);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      load: 'currentOnly',
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      partialBundledLanguages: false,
    });
  document.documentElement.lang = language;
}

/** Loads areas of words before they are shown, so that the text does not come later than the page. */
export const loadWords = (...namespaces: Namespace[]) => i18next.loadNamespaces(namespaces);

/** Switches the language and remembers it. */
export async function setLanguage(language: Language): Promise<void> {
  writePreference('language', language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
