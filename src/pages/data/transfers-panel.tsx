import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { joinPath } from '#core/data-path.ts';
import {
  cancelAllTransfers,
  cancelTransfer,
  clearTransfers,
  isActive,
  retryFailedTransfers,
  retryTransfer,
  type Transfer,
  type Transfers,
  transfersStore,
} from '#src/api/transfers.ts';
import { formatDuration, formatSize } from '#src/lib/format.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Button } from '#src/ui/button.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { Link } from '#src/ui/link.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { type State, StatusGlyph } from '#src/ui/status.tsx';
import './transfers.css';

const ROW = 60;

const GLYPH: Record<Transfer['state'], State> = {
  waiting: 'waiting',
  sending: 'running',
  done: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** The uploads of this tab, whatever page is open. */
export function TransfersPanel({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('data');
  return (
    <Drawer open={open} title={t('transfers.title')} onClose={onClose} width={460}>
      <TransferList onFollow={onClose} />
    </Drawer>
  );
}

function Summary({ items, rate, remaining }: Transfers) {
  const { t, i18n } = useTranslation('data');
  const failed = items.filter(({ state }) => state === 'failed').length;
  const done = items.filter(({ state }) => state === 'done').length;
  const facts = [
    t('transfers.summary', { done, total: items.length }),
    rate > 0 ? t('transfers.rate', { rate: formatSize(rate, i18n.language) }) : '',
    rate > 0 && remaining > 0 ? t('transfers.left', { time: formatDuration((remaining / rate) * 1000) }) : '',
  ];
  return (
    <div className="transfers-summary">
      <p aria-live="polite">
        {facts.filter(Boolean).join(' · ')}
        {failed > 0 ? <span className="field-error"> · {t('transfers.failed', { count: failed })}</span> : null}
      </p>
      <div className="row">
        {items.some(isActive) ? (
          <Button size="small" onClick={cancelAllTransfers}>
            {t('transfers.cancelAll')}
          </Button>
        ) : null}
        {failed > 0 ? (
          <Button size="small" icon="retry" onClick={retryFailedTransfers}>
            {t('transfers.retryFailed')}
          </Button>
        ) : null}
        {items.some((item) => !isActive(item)) ? (
          <Button size="small" kind="quiet" onClick={clearTransfers}>
            {t('transfers.clear')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function TransferList({ onFollow }: { onFollow(): void }) {
  const { t } = useTranslation('data');
  const transfers = useStore(transfersStore);
  const scroller = useRef<HTMLDivElement>(null);
  const { items } = transfers;
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  useEffect(() => {
    // The button that was pressed goes away with what it did; without a focus in the panel, Escape would not close it.
    if (items.length > 0 && document.activeElement === document.body) scroller.current?.focus();
  }, [items]);
  if (items.length === 0) return <EmptyState icon="upload" title={t('transfers.none')} />;
  return (
    <div className="transfers">
      <Summary {...transfers} />
      <div ref={scroller} className="transfers-scroll" tabIndex={-1}>
        <ul style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((row) => {
            const item = items[row.index];
            return item ? (
              <li key={item.id} style={{ transform: `translateY(${row.start}px)`, height: ROW }}>
                <TransferRow item={item} onFollow={onFollow} />
              </li>
            ) : null;
          })}
        </ul>
      </div>
    </div>
  );
}

function TransferRow({ item, onFollow }: { item: Transfer; onFollow(): void }) {
  const { t, i18n } = useTranslation('data');
  const environment = useEnvironment();
  const { id, projectId, folder, name, size, sent, state, error } = item;
  const where = withQuery(paths.data(projectId), { path: folder, open: joinPath(folder, name) });
  const why = state === 'failed' ? environment.describeError(error) : undefined;
  const facts =
    state === 'sending'
      ? `${formatSize(sent, i18n.language)} / ${formatSize(size, i18n.language)}`
      : `${t(`transfers.state.${state}`)} · ${formatSize(size, i18n.language)}`;
  return (
    <>
      <div className="row">
        <StatusGlyph state={GLYPH[state]} />
        <span className="grow ellipsis" title={joinPath(folder, name)}>
          {state === 'done' ? (
            <Link to={where} onClick={onFollow}>
              {name}
            </Link>
          ) : (
            name
          )}
        </span>
        {isActive(item) ? (
          <Button
            kind="quiet"
            size="small"
            icon="close"
            label={t('transfers.cancel', { name })}
            onClick={() => cancelTransfer(id)}
          />
        ) : null}
        {state === 'failed' || state === 'cancelled' ? (
          <Button
            kind="quiet"
            size="small"
            icon="retry"
            label={t('transfers.retry', { name })}
            onClick={() => retryTransfer(id)}
          />
        ) : null}
      </div>
      {state === 'sending' ? (
        <progress value={size === 0 ? 1 : sent} max={size || 1} aria-label={t('transfers.progress', { name })} />
      ) : null}
      <p className="transfers-facts ellipsis">
        {why ? <span className="field-error">{[why.title, why.next].join(' ')}</span> : facts}
      </p>
    </>
  );
}
