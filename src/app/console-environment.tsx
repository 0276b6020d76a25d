import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createPath, useHref, useNavigate } from 'react-router';
import { describeError } from '#src/api/errors.ts';
import { type Environment, EnvironmentProvider } from '#src/ui/environment.tsx';
import { LeaveQuestion, useLeaveGuard } from './leave-guard.tsx';

/** Gives the house components the router and the words of errors. */
export function ConsoleEnvironment({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const base = useHref('/').replace(/\/$/, '');
  const { i18n } = useTranslation(['common', 'errors']);
  const environment = useMemo<Environment>(
    () => ({
      href: (to) => base + createPath({ pathname: to }),
      navigate: (to) => void navigate(to),
      describeError: (error) => describeError(error, i18n),
      useLeaveGuard,
    }),
    [navigate, base, i18n],
  );
  return (
    <EnvironmentProvider value={environment}>
      {children}
      <LeaveQuestion />
    </EnvironmentProvider>
  );
}
