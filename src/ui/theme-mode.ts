/** Light, dark or like the system. Kept apart from the component library, which the sign-in page does without. */
import { readPreference, writePreference } from '#src/lib/local-preference.ts';
import { createStore } from '#src/lib/store.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const isChoice = (value: unknown): value is ThemeChoice => value === 'light' || value === 'dark' || value === 'system';

export const themeChoice = createStore<ThemeChoice>('system');
/** Whether the page is dark now. */
export const darkStore = createStore(false);

const system = () => matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  const choice = themeChoice.get();
  const dark = choice === 'dark' || (choice === 'system' && system().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  darkStore.set(dark);
}

/** Applies the stored choice and follows the system from then on. */
export function startTheme(): void {
  const stored = readPreference('theme');
  if (isChoice(stored)) themeChoice.set(stored);
  system().addEventListener('change', apply);
  apply();
}

/** Changes the theme and remembers it. */
export function chooseTheme(choice: ThemeChoice): void {
  writePreference('theme', choice === 'system' ? undefined : choice);
  themeChoice.set(choice);
  apply();
}
