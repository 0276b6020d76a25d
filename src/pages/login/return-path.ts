import { paths } from '#src/lib/paths.ts';

/** Where to go after sign-in. Only addresses of this console: `//host` and `\` would leave it. */
export function returnPath(wanted: string | null): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('//') || wanted.includes('\\')) return paths.projects();
  if (wanted.startsWith(paths.login()) || wanted.startsWith('/console/')) return paths.projects();
  return wanted;
}
