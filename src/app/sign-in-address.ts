import { basePath } from '#src/lib/base-path.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { isEmbedded } from './embed.ts';

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** Address of the sign-in page, below the base; it leads back to `wanted`, whose path has the base in front. */
export function signInAddress(wanted?: Place): string {
  const back = wanted && wanted.pathname.slice(basePath().length) + wanted.search + wanted.hash;
  return withQuery(paths.login(), {
    return: back === '/' ? undefined : back,
    embed: isEmbedded() ? '1' : undefined,
  });
}
