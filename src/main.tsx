import { createRoot } from 'react-dom/client';
import { startWords } from '#src/i18n/i18n.ts';
import { startTheme } from '#src/ui/theme-mode.ts';
import { Root } from './app/root.tsx';
import { createConsoleRouter } from './app/router.tsx';
import { restoreSession, sessionStore } from './session/session.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/motion.css';

// After an update the old pages' files are gone: loading the console anew gives the new ones.
addEventListener('vite:preloadError', () => location.reload());

startTheme();
const root = document.getElementById('root');
const restored = restoreSession();
const words = startWords();
// A session kept in this tab is there at once: then pages and data travel while the words do.
const early = sessionStore.get() ? createConsoleRouter() : undefined;
// Both are short: words of one language, and the question to other tabs for their session.
await Promise.all([words, restored]);
if (root) createRoot(root).render(<Root router={early ?? createConsoleRouter()} />);
