import { useStore } from '#src/lib/use-store.ts';
import { type Session, sessionStore } from './session.ts';

/** The session of a page behind sign-in. */
export function useSession(): Session {
  const session = useStore(sessionStore);
  if (!session) throw new Error('This page is shown only to a signed-in user');
  return session;
}

/** The session, if there is one. */
export const useMaybeSession = () => useStore(sessionStore);

/** `{project_id}` of the documented paths: the cloud project of the token. */
export function cloudProjectId(): string {
  return sessionStore.get()?.cloudProject.id ?? '';
}
