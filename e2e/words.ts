/** The console's own words, so that a test can say what it looks for in any language without a copy of the texts. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import i18next, { type TFunction } from 'i18next';
import type { Language } from '#src/i18n/languages.ts';
import type { Namespace } from '#src/i18n/resources.ts';

const folder = fileURLToPath(new URL('../src/i18n/', import.meta.url));

/** First the area of keys without one, then those that are named: `outline:act.undo`. */
export type Words = TFunction<['common', Namespace]>;

export function wordsIn(language: Language): Words {
  const areas = readdirSync(join(folder, language)).map((file) => basename(file, '.json'));
  const read = (area: string) => JSON.parse(readFileSync(join(folder, language, `${area}.json`), 'utf8'));
  const instance = i18next.createInstance({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    ns: areas,
    resources: { [language]: Object.fromEntries(areas.map((area) => [area, read(area)])) },
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  });
  void instance.init();
  return instance.getFixedT(language) as Words;
}
