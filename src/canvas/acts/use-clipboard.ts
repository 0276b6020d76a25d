import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '#src/ui/toast.ts';
import type { Act } from '../bench.ts';
import { useEditorServices } from '../editor-context.ts';
import { copiedText, type Fragments } from './clipboard.ts';
import { focusCanvas } from './focus.ts';
import { removalOf } from './removal.ts';
import { onMac, SHORTCUTS, shortcutText } from './shortcuts.ts';
import { type PasteNeeds, usePaste } from './use-paste.ts';
import { useNames } from './use-remove.ts';
import { isText, selectFocused } from './use-shortcuts.ts';

/** The reader and writer of fragments, asked for while the page is being looked at: a copy cannot wait for it. */
function useFragments() {
  const loaded = useRef<Fragments>(undefined);
  const load = useCallback(async () => {
    loaded.current ??= await import('#core/workflow/fragment.ts');
    return loaded.current;
  }, []);
  useEffect(() => void load(), [load]);
  return { loaded, load };
}

/** Whether an event of the clipboard is meant for the canvas: not for a field, a dialog or marked text. */
function isForCanvas(event: ClipboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || isText(target)) return false;
  if (target instanceof Element && target !== document.body && !target.closest('.we')) return false;
  return event.type === 'paste' || (document.getSelection()?.isCollapsed ?? true);
}

/** Copy, cut and paste, by the browser's own keys and from menus; the clipboard carries text. */
export function useClipboard(needs: Omit<PasteNeeds, 'fragments'>): Record<'copy' | 'cut' | 'paste', Act> {
  const { projectName } = needs;
  const { t } = useTranslation('gestures');
  const { editor, editable, announce } = useEditorServices();
  const toast = useToast();
  const names = useNames();
  const { loaded, load } = useFragments();
  const paste = usePaste({ ...needs, fragments: load });

  const selectedText = useCallback((): string => {
    const { document, selectedTasks } = editor.state.get();
    if (!loaded.current || selectedTasks.size === 0) return '';
    return copiedText(loaded.current, document, selectedTasks, editor.lookup, projectName);
  }, [editor, loaded, projectName]);

  const took = useCallback(
    (cut: boolean) => {
      const state = editor.state.get();
      const tasks = [...state.selectedTasks];
      if (cut) {
        editor.runAll(removalOf(state, 'cut').commands);
        focusCanvas();
      }
      announce(t(cut ? 'clipboard.cut' : 'clipboard.copied', { count: tasks.length, names: names(tasks) }));
    },
    [editor, announce, names, t],
  );

  const sayKeys = useCallback(
    (act: 'copy' | 'cut' | 'paste') => {
      const [keys] = SHORTCUTS[act] ?? [];
      toast.info(t('clipboard.useKeys', { keys: keys ? shortcutText(keys, onMac()) : '' }));
    },
    [toast, t],
  );
  /** The text on its way to the clipboard; undefined when the browser refuses it. */
  const writing = useRef<Promise<string | undefined>>(undefined);
  const write = useCallback(
    (cut: boolean) => {
      const put = async () => {
        await load();
        const text = selectedText();
        try {
          await navigator.clipboard.writeText(text);
          took(cut);
          return text;
        } catch {
          sayKeys(cut ? 'cut' : 'copy');
          return undefined;
        }
      };
      const mine = put().finally(() => {
        if (writing.current === mine) writing.current = undefined;
      });
      writing.current = mine;
    },
    [load, selectedText, took, sayKeys],
  );

  useEffect(() => {
    const copy = (event: ClipboardEvent) => {
      const cut = event.type === 'cut';
      if (!isForCanvas(event) || (cut && !editable)) return;
      if (event.target) selectFocused(editor, event.target);
      if (editor.state.get().selectedTasks.size === 0) return;
      event.preventDefault();
      // The writer of fragments may still be on its way.
      if (!loaded.current) return write(cut);
      event.clipboardData?.setData('text/plain', selectedText());
      took(cut);
    };
    const take = (event: ClipboardEvent) => {
      if (!editable || !isForCanvas(event)) return;
      event.preventDefault();
      const there = event.clipboardData?.getData('text/plain') ?? '';
      // A hand that copies and pastes at once means what it copied, not what the clipboard held until then.
      const meant = async () => (await writing.current) ?? there;
      void meant().then(paste);
    };
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', take);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', take);
    };
  }, [editor, editable, loaded, selectedText, took, write, paste]);

  return useMemo(() => {
    const read = async () => {
      const text = await navigator.clipboard.readText().catch(() => undefined);
      if (text === undefined) sayKeys('paste');
      else await paste(text);
    };
    const reason = () => editor.state.get().selectedTasks.size === 0 && t('why.selectTask');
    return {
      copy: { run: () => write(false), reason },
      cut: { run: () => write(true), reason },
      // Outside a secure context a menu has no access at all; the keys have.
      paste: { run: () => void (isSecureContext ? read() : sayKeys('paste')) },
    };
  }, [editor, write, paste, sayKeys, t]);
}
