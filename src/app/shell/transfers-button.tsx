import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, transfersStore } from '#src/api/transfers.ts';
import { loadWords } from '#src/i18n/i18n.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Icon } from '#src/ui/icon.tsx';

const Panel = lazy(async () => {
  const [module] = await Promise.all([import('#src/pages/data/transfers-panel.tsx'), loadWords('data')]);
  return { default: module.TransfersPanel };
});

/** Stands in the header while there are uploads: how many run, and whether some failed. */
export function TransfersButton() {
  const { t } = useTranslation();
  const { items } = useStore(transfersStore);
  const [open, setOpen] = useState(false);
  if (items.length === 0 && !open) return null;
  const running = items.filter(isActive).length;
  const failed = items.filter(({ state }) => state === 'failed').length;
  const label = t('header.transfers', { running, failed });
  return (
    <>
      <button
        type="button"
        className={`bare-button shell-transfers${failed > 0 ? ' is-failed' : ''}`}
        aria-label={label}
        title={label}
        onClick={() => setOpen(true)}
      >
        <Icon name="upload" />
        <span>{running || (failed > 0 ? failed : '')}</span>
      </button>
      <Suspense fallback={null}>{open ? <Panel open onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
