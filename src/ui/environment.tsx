import { createContext, type ReactNode, use } from 'react';

/** What was wrong, as words. The api layer makes them; the house only shows them. */
export interface ShownError {
  title: string;
  next: string;
  detail: string;
  fields: Record<string, string>;
  forbidden: boolean;
  requestId: string;
}

/** What house components need from the application without knowing the router or the API. */
export interface Environment {
  /** Address of a route, as the browser shows it. */
  href(to: string): string;
  navigate(to: string): void;
  describeError(error: unknown): ShownError;
  /**
   * Asks before a dirty page is left; `note` says what then becomes of the edits, when they are not lost. A hook: it
   * is the same function for the life of the application.
   */
  useLeaveGuard(dirty: boolean, note?: string): void;
}

const Context = createContext<Environment | undefined>(undefined);

export function EnvironmentProvider({ value, children }: { value: Environment; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useEnvironment(): Environment {
  const environment = use(Context);
  if (!environment) throw new Error('House components live inside EnvironmentProvider');
  return environment;
}
