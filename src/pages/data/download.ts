import { dataQuery } from '#src/api/data.ts';
import { readNow } from '#src/api/query-client.ts';
import { wait } from '#src/lib/wait.ts';

/** Browsers drop downloads that are asked for at the same moment. */
const BETWEEN = 400;

/** Absolute form of a signed address; `inline` to look at it instead of saving it. */
export function signedAddress(url: string, disposition: 'inline' | 'attachment'): string {
  const address = new URL(url, location.origin);
  if (disposition === 'inline') address.searchParams.set('disposition', 'inline');
  return address.href;
}

function follow(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}

/** Hands files to the browser's download, one after another; their bytes never pass through the page. Throws ApiError. */
export async function downloadFiles(projectId: string, wirePaths: readonly string[]): Promise<void> {
  for (const [index, path] of wirePaths.entries()) {
    if (index > 0) await wait(BETWEEN, new AbortController().signal);
    const { download_url } = await readNow(dataQuery(projectId, path));
    if (download_url) follow(signedAddress(download_url, 'attachment'));
  }
}
