import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from './link.tsx';
import './page.css';

export interface Crumb {
  label: string;
  to: string;
}

export interface PageProps {
  title: string;
  /** The way here, without this page. */
  crumbs?: Crumb[];
  /** Beside the title: state, version, id. */
  facts?: ReactNode;
  actions?: ReactNode;
  /** The page scrolls inside itself (tables, canvas) instead of growing. */
  fill?: boolean;
  children: ReactNode;
}

/** The silhouette of every page: where you are, what it is, what can be done, and the thing itself. */
export function Page({ title, crumbs = [], facts, actions, fill, children }: PageProps) {
  const { t } = useTranslation();
  useEffect(() => {
    const place = crumbs.at(-1)?.label;
    document.title = [title, place, t('product')].filter(Boolean).join(' · ');
  }, [title, crumbs, t]);
  return (
    <div className={fill ? 'page page-fill' : 'page'}>
      <header className="page-header">
        <div className="grow">
          {crumbs.length > 0 ? (
            <nav aria-label={t('nav.crumbs')} className="page-crumbs">
              {crumbs.map((crumb) => (
                <span key={crumb.to}>
                  {/* A link has a name also while what it leads to is being read. */}
                  <Link to={crumb.to}>{crumb.label || '…'}</Link>
                  <span aria-hidden="true"> / </span>
                </span>
              ))}
            </nav>
          ) : null}
          <div className="page-title">
            <h1>{title}</h1>
            {facts}
          </div>
        </div>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      <div className="page-body">{children}</div>
    </div>
  );
}

/** A titled box inside a page. */
export function Section({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="section card">
      <header>
        <h2>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  );
}
