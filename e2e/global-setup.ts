import { forgetRecords, sumRecords } from './operations.ts';

/** Playwright takes a default export here; what it returns runs at the end. */
export default function globalSetup(): () => void {
  forgetRecords();
  return sumRecords;
}
