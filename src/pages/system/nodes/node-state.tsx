import { useTranslation } from 'react-i18next';
import { Tag } from '#src/ui/values.tsx';
import type { NodeRow } from './node-rows.ts';

const TONES = { open: 'brand', closed: 'warn', down: 'bad' } as const;

/** Whether a node takes instances; why it does not is said on hover and in its drawer. */
export function NodeStateTag({ row: { state, node } }: { row: NodeRow }) {
  const { t } = useTranslation('system');
  if (!state) return <Tag>{node.status ?? t('nodes.unknown')}</Tag>;
  const hint = [t(`nodes.stateHint.${state}`), node.failure_reason].filter(Boolean).join(' ');
  return (
    <span title={hint}>
      <Tag tone={TONES[state]}>{t(`nodes.state.${state}`)}</Tag>
    </span>
  );
}
