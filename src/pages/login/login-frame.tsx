import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { setLanguage } from '#src/i18n/i18n.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '#src/i18n/languages.ts';
import './login.css';

/** The page before sign-in. It does without the component library, so that it is there at once. */
export function LoginFrame({ title, product, children }: { title: string; product?: string; children: ReactNode }) {
  const { t, i18n } = useTranslation(['login', 'common']);
  const name = product ?? t('common:product');
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
  return (
    <div className="login">
      <header className="login-brand">
        <img src="favicon.svg" alt="" width="34" height="34" />
        <div>
          <strong>{name}</strong>
          <p>{t('lead')}</p>
        </div>
      </header>
      <main className="login-card">{children}</main>
      <footer className="login-languages">
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={i18n.language === language}
            onClick={() => void setLanguage(language)}
          >
            {LANGUAGE_NAMES[language]}
          </button>
        ))}
      </footer>
    </div>
  );
}
