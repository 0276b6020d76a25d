import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { ApiError } from '#src/api/errors.ts';
import { paths } from '#src/lib/paths.ts';
import '#src/ui/states.css';

function kindOf(error: unknown): 'notFound' | 'forbidden' | 'failed' {
  const status = isRouteErrorResponse(error) || error instanceof ApiError ? error.status : 500;
  if (status === 404) return 'notFound';
  return status === 403 ? 'forbidden' : 'failed';
}

/** An address without a page, a page one may not see, or a page that broke. Works without the component library. */
export function RouteError() {
  const { t } = useTranslation();
  const error = useRouteError();
  const kind = kindOf(error);
  return (
    <main className="state-box" role="alert">
      <h1 style={{ fontSize: 18 }}>{t(`page.${kind}.title`)}</h1>
      <p className="muted">{t(`page.${kind}.text`)}</p>
      {kind === 'failed' && error instanceof Error ? <p className="state-detail mono">{error.message}</p> : null}
      <p className="state-action row">
        {kind === 'failed' ? (
          <button type="button" className="bare-button" onClick={() => location.reload()}>
            {t('page.reload')}
          </button>
        ) : null}
        <Link to={paths.projects()}>{t('page.toProjects')}</Link>
      </p>
    </main>
  );
}

/** Shown while the first page is being loaded; it draws nothing, for that takes a moment only. */
export function Opening() {
  return null;
}
