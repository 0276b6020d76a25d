/** Small settings of this browser. A browser that forbids storage still works; it only forgets. */

export function readPreference(key: string): string | undefined {
  try {
    return localStorage.getItem(`eihealth-console.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writePreference(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`eihealth-console.${key}`);
    else localStorage.setItem(`eihealth-console.${key}`, value);
  } catch {
    // Storage is full or forbidden: the setting holds until the page is left.
  }
}
