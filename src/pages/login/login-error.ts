import type { TFunction } from 'i18next';
import type { ApiError } from '#src/api/errors.ts';

const WAIT_UNKNOWN = 60;

/** Why signing in failed, in the words of this page: the other errors' words are not loaded yet. */
export function loginError(error: ApiError, t: TFunction<'login'>): string {
  const locked = error.status === 429 || error.code.endsWith('01070005');
  if (locked) return `${t('locked')} ${t('lockedNext', { count: error.retryAfter ?? WAIT_UNKNOWN })}`;
  if (error.status === 0) return t('offline');
  if (error.status === 401) return `${t('wrong')} ${t('wrongNext')}`;
  if (error.status === 403 || error.status === 404) return t('project');
  if (error.status === 400) return error.message || t('wrong');
  return t('failed');
}
