import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import type { ConsoleSchema } from '#contracts/index.ts';
import { configQuery } from '#src/api/console.ts';
import { type Credentials, signIn } from '#src/api/sign-in.ts';
import { readPreference, writePreference } from '#src/lib/local-preference.ts';
import { useStore } from '#src/lib/use-store.ts';
import { signedOutReason } from '#src/session/session.ts';
import { useMaybeSession } from '#src/session/use-session.ts';
import { loginError } from './login-error.ts';
import { LoginFrame } from './login-frame.tsx';
import { returnPath } from './return-path.ts';

/** Signs in with an IAM user. Also left when another tab hands over its session. */
export function LoginPage() {
  const { t } = useTranslation('login');
  const session = useMaybeSession();
  const [search] = useSearchParams();
  const reason = useStore(signedOutReason);
  const { data: config, isPending } = useQuery(configQuery());
  if (session) return <Navigate replace to={returnPath(search.get('return'))} />;
  return (
    <LoginFrame title={t('title')} product={config?.product_name}>
      <h1>{t('title')}</h1>
      {reason ? <p className="login-note">{reason === 'expired' ? t('expired') : t('signedOut')}</p> : null}
      <LoginForm scope={scopeOf(config)} isScopeAsked={!isPending} />
    </LoginFrame>
  );
}

type Scope = Pick<Credentials, 'domain' | 'cloudProject'>;

/** Domain and cloud project of this server; what the user types goes before. */
const scopeOf = (config: ConsoleSchema<'ConsoleConfig'> | undefined): Scope => ({
  domain: config?.domain_name ?? '',
  cloudProject: config?.cloud_project.name ?? '',
});

const isComplete = (values: Credentials): boolean => Object.values(values).every((value) => value !== '');

/** `isScopeAsked`: the server was asked for the scope; what is missing then is for the user to type. */
function LoginForm({ scope, isScopeAsked }: { scope: Scope; isScopeAsked: boolean }) {
  const { t } = useTranslation('login');
  const [typed, setTyped] = useState<Partial<Credentials>>({ user: readPreference('user') });
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const client = useQueryClient();
  const values: Credentials = { user: '', password: '', ...scope, ...defined(typed) };
  const set = (key: keyof Credentials) => (value: string) => setTyped((now) => ({ ...now, [key]: value }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError('');
    // Whoever is faster than the server's answer leaves the scope to it.
    const isScopeMissing = values.user && values.password && !isComplete(values);
    const config = isScopeMissing ? await client.ensureQueryData(configQuery()).catch(() => undefined) : undefined;
    const given = config ? { ...values, ...scopeOf(config), ...defined(typed) } : values;
    const result = isComplete(given) ? await signIn(given) : undefined;
    setBusy(false);
    if (!result) return setError(t('required'));
    if (result.ok) return writePreference('user', values.user);
    setError(loginError(result.error, t));
  };

  return (
    <form onSubmit={submit} noValidate>
      <Field label={t('user')} value={values.user} onChange={set('user')} autoComplete="username" focusFirst />
      <Field
        label={t('password')}
        value={values.password}
        onChange={set('password')}
        type={shown ? 'text' : 'password'}
        autoComplete="current-password"
      >
        <button type="button" className="login-reveal" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? t('hide') : t('show')}
        </button>
      </Field>
      {/* One server has one of each in most cases: filled in, and out of the way. */}
      <details open={isScopeAsked && (!scope.domain || !scope.cloudProject)}>
        <summary>
          {t('scope')}
          <span>{[values.domain, values.cloudProject].filter(Boolean).join(' / ')}</span>
        </summary>
        <Field label={t('domain')} help={t('domainHelp')} value={values.domain} onChange={set('domain')} />
        <Field
          label={t('cloudProject')}
          help={t('cloudProjectHelp')}
          value={values.cloudProject}
          onChange={set('cloudProject')}
        />
      </details>
      <div role="alert" className={error ? 'login-error' : undefined}>
        {error}
      </div>
      <button type="submit" className="login-submit" aria-disabled={busy}>
        {busy ? t('busy') : t('submit')}
      </button>
    </form>
  );
}

/** Fields the user has touched; an untouched field follows the server. */
function defined(typed: Partial<Credentials>): Partial<Credentials> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
}

/** Runs once, when the field appears. */
const focus = (element: HTMLInputElement | null) => element?.focus();

interface FieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  help?: string;
  type?: string;
  autoComplete?: string;
  focusFirst?: boolean;
  children?: React.ReactNode;
}

function Field({
  label,
  value,
  onChange,
  help,
  type = 'text',
  autoComplete = 'off',
  focusFirst,
  children,
}: FieldProps) {
  const id = useId();
  return (
    <div className="login-field">
      <div className="login-label">
        <label htmlFor={id}>{label}</label>
        {children}
      </div>
      <input
        id={id}
        type={type}
        value={value}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        ref={focusFirst ? focus : undefined}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {help ? (
        <p id={`${id}-help`} className="login-help">
          {help}
        </p>
      ) : null}
    </div>
  );
}
