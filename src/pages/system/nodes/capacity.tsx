import { useTranslation } from 'react-i18next';
import { formatMemory } from '#core/resources.ts';
import type { Amount } from './node-rows.ts';

/** Memory as tasks ask for it. */
export const memoryText = (bytes: number) => formatMemory(Math.floor((bytes / 1024 ** 3) * 10) / 10);

interface Props {
  amount: Amount | undefined;
  words(value: number): string;
}

/** How much of something is allocated, as a bar with both figures. */
export function Capacity({ amount, words }: Props) {
  const { t } = useTranslation('system');
  if (!amount) return <span className="muted">{t('nodes.unknown')}</span>;
  const { used, total } = amount;
  if (total === 0) return <span className="muted">{t('nodes.none')}</span>;
  if (used === undefined) return <span>{words(total)}</span>;
  const share = Math.min(1, used / total);
  return (
    <span className="capacity" title={t('nodes.used', { used: words(used), total: words(total) })}>
      <span className="capacity-bar" aria-hidden="true">
        <span className={share > 0.9 ? 'capacity-full' : undefined} style={{ width: `${share * 100}%` }} />
      </span>
      <span className="capacity-text">
        {words(used)} / {words(total)}
      </span>
    </span>
  );
}
