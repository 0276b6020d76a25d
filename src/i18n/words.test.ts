import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseLanguage, LANGUAGES } from './languages.ts';

const folder = (language: string) => join(import.meta.dirname, language);
const areas = readdirSync(folder('en-US'));

type Words = { [key: string]: string | Words };

/** Every word by its full key; plural forms count as one key, for Chinese has only one. */
function flatten(words: Words, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value !== 'string') for (const [inner, text] of flatten(value, `${prefix}${key}.`)) all.set(inner, text);
    else all.set(prefix + key.replace(/_(one|other)$/, '_plural'), value);
  }
  return all;
}

const read = (language: string, area: string) =>
  flatten(JSON.parse(readFileSync(join(folder(language), area), 'utf8')) as Words);

const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();

test('each language has the same areas', () => {
  for (const language of LANGUAGES) expect(readdirSync(folder(language)).sort()).toEqual([...areas].sort());
});

describe.each(areas)('%s', (area) => {
  const english = read('en-US', area);
  const chinese = read('zh-CN', area);

  test('both languages have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('both languages use the same placeholders', () => {
    for (const [key, text] of english)
      expect([key, placeholders(chinese.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  test('no word is empty', () => {
    for (const words of [english, chinese]) for (const [key, text] of words) expect(text.trim(), key).not.toBe('');
  });
});

test.each([
  [['', 'zh-TW', 'en'], 'zh-CN'],
  [['fr-FR', 'en-GB'], 'en-US'],
  [['fr-FR'], 'en-US'],
])('%j speaks %s', (wanted, language) => expect(chooseLanguage(wanted)).toBe(language));
