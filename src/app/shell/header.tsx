import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleSchema } from '#contracts/index.ts';
import { signOut } from '#src/api/console.ts';
import { setLanguage } from '#src/i18n/i18n.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '#src/i18n/languages.ts';
import { paths } from '#src/lib/paths.ts';
import { useStore } from '#src/lib/use-store.ts';
import { endSession, type Session } from '#src/session/session.ts';
import { Icon } from '#src/ui/icon.tsx';
import { Link } from '#src/ui/link.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { chooseTheme, darkStore, themeChoice } from '#src/ui/theme-mode.ts';
import { ProjectSwitch } from './project-switch.tsx';
import { TransfersButton } from './transfers-button.tsx';

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));

/** As it is written on the keyboard of this machine. */
const SHORTCUT = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

interface HeaderProps {
  session: Session;
  config: ConsoleSchema<'ConsoleConfig'> | undefined;
  onMenu: (() => void) | undefined;
}

/** The bar at the top: product, project, search, language, theme, account. */
export function Header({ session, config, onMenu }: HeaderProps) {
  const { t } = useTranslation();
  return (
    <header className="shell-header">
      {onMenu ? (
        <button type="button" className="bare-button" aria-label={t('nav.open')} onClick={onMenu}>
          <Icon name="menu" />
        </button>
      ) : null}
      <Link to={paths.projects()} className="shell-product" aria-label={config?.product_name ?? t('product')}>
        <img src="favicon.svg" alt="" width="22" height="22" />
        <span>{config?.product_name ?? t('product')}</span>
      </Link>
      <ProjectSwitch />
      <SearchButton />
      <TransfersButton />
      <LanguageMenu />
      <ThemeMenu />
      <UserMenu session={session} />
    </header>
  );
}

/** Opens the jump palette, also by Ctrl/⌘K from anywhere. */
function SearchButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        className="shell-search"
        onClick={() => setOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        aria-label={t('header.search')}
      >
        <Icon name="search" size={14} />
        <span>{t('header.search')}</span>
        <kbd>{SHORTCUT}</kbd>
      </button>
      {open ? (
        <Suspense fallback={null}>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <MenuButton
      trigger={
        <button type="button" className="bare-button" aria-label={t('header.language')} title={t('header.language')}>
          <Icon name="language" />
        </button>
      }
      entries={LANGUAGES.map((language) => ({
        key: language,
        label: LANGUAGE_NAMES[language],
        checked: i18n.language === language,
        onSelect: () => void setLanguage(language),
      }))}
    />
  );
}

function ThemeMenu() {
  const { t } = useTranslation();
  const choice = useStore(themeChoice);
  const dark = useStore(darkStore);
  const words = { system: t('header.themeSystem'), light: t('header.themeLight'), dark: t('header.themeDark') };
  return (
    <MenuButton
      trigger={
        <button type="button" className="bare-button" aria-label={t('header.theme')} title={t('header.theme')}>
          <Icon name={dark ? 'moon' : 'sun'} />
        </button>
      }
      entries={(['system', 'light', 'dark'] as const).map((key) => ({
        key,
        label: words[key],
        checked: choice === key,
        onSelect: () => chooseTheme(key),
      }))}
    />
  );
}

function UserMenu({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { user, cloudProject } = session;
  const leave = () => {
    // The tab forgets the token whether or not the server can be told.
    void signOut.run().catch(() => undefined);
    endSession();
  };
  return (
    <MenuButton
      trigger={
        <button type="button" className="bare-button shell-user" aria-label={t('header.user', { name: user.name })}>
          <span className="shell-avatar" aria-hidden="true">
            {user.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="shell-user-name ellipsis">{user.name}</span>
          <Icon name="chevronDown" size={12} />
        </button>
      }
      entries={[
        { key: 'domain', label: `${t('header.domain')}: ${user.domain || '–'}`, icon: 'user' },
        { key: 'cloud', label: `${t('header.cloudProject')}: ${cloudProject.name}`, icon: 'project' },
        'line',
        { key: 'out', label: t('header.signOut'), icon: 'signOut', onSelect: leave },
      ]}
    />
  );
}
