import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams } from 'react-router';
import { redeemSignInCode } from '#src/api/sign-in.ts';
import { paths } from '#src/lib/paths.ts';
import { useMaybeSession } from '#src/session/use-session.ts';
import { LoginFrame } from './login-frame.tsx';

/** Redeems the code of a one-time link. The code is used once even when the page is drawn twice. */
export function SignInLinkPage() {
  const { t } = useTranslation('login');
  const { code = '' } = useParams();
  const session = useMaybeSession();
  const [failed, setFailed] = useState(false);
  const used = useRef('');
  useEffect(() => {
    if (used.current === code) return;
    used.current = code;
    void redeemSignInCode(code).then((result) => setFailed(!result.ok));
  }, [code]);
  if (session) return <Navigate replace to={paths.projects()} />;
  return (
    <LoginFrame title={t('title')}>
      {failed ? (
        <div role="alert">
          <h1>{t('link.failed')}</h1>
          <p className="login-note">{t('link.failedNext')}</p>
          <Link to={paths.login()}>{t('link.toForm')}</Link>
        </div>
      ) : (
        <p className="row" role="status">
          <span className="spinner" />
          {t('link.busy')}
        </p>
      )}
    </LoginFrame>
  );
}
