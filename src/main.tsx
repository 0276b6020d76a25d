import { createRoot } from 'react-dom/client';
import { startWords } from '#src/i18n/i18n.ts';
import { startTheme } from '#src/ui/theme-mode.ts';
import { Root } from './app/root.tsx';
import { restoreSession } from './session/session.ts';
import './ui/tokens.css';
import './ui/base.css';

startTheme();
const root = document.getElementById('root');
// Both are short: words of one language, and the question to other tabs for their session.
await Promise.all([startWords(), restoreSession()]);
if (root) createRoot(root).render(<Root />);
