/** Where the console is served. The server writes `<base href>`, so the built files know no path. */

/** Path part of a base address without a trailing slash: `/a/b/` → `/a/b`, `/` → ``. */
export function basePathOf(baseUri: string): string {
  return new URL('.', baseUri).pathname.replace(/\/+$/, '');
}

/** The base path of this document. */
export function basePath(): string {
  return basePathOf(document.baseURI);
}

/** Address of something the server answers (`/api/…`, `/console/…`), under the base path. */
export function serverPath(path: `/${string}`): string {
  return basePath() + path;
}
