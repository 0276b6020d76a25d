import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';
import { focusCanvas } from './focus.ts';

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A small dialog over the canvas. Escape and going elsewhere close it; the focus goes back to where it was. */
export function PickCard({ title, onClose, children }: Props) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    // What is searched comes first, though other choices stand above it.
    root.current?.querySelector<HTMLElement>('[role="combobox"]')?.focus();
    return () => {
      // Whoever clicked elsewhere wants to be there.
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (!lost) return;
      // A menu that opened the card is gone by now.
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
      else focusCanvas();
    };
  }, []);
  return (
    <div
      ref={root}
      className="we-pick-card nokey"
      role="dialog"
      aria-label={title}
      onKeyDown={(event) => {
        // Keys of the canvas mean nothing here.
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <header>
        <span>{title}</span>
        <Button kind="quiet" size="small" icon="close" label={t('action.close')} onClick={onClose} />
      </header>
      {children}
    </div>
  );
}
