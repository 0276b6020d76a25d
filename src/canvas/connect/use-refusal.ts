import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionVerdict } from '#core/workflow/connect.ts';

/** Every place a refusal may name; each names some of them. */
const NO_PLACE = { task: '', output: '', input: '', from: '', to: '' };

/** Words for a connection that was refused. */
export function useRefusalWords() {
  const { t } = useTranslation('canvas');
  return (verdict: ConnectionVerdict & { ok: false }): string => {
    const { output, input } = verdict.params;
    if (verdict.reasonKey === 'type') {
      return t('connect.type', {
        output: t(`type.${output as 'FILE'}`),
        input: t(`type.${input as 'FILE'}`),
      });
    }
    return t(`connect.${verdict.reasonKey}`, { ...NO_PLACE, ...verdict.params });
  };
}

/** A sentence that goes away by itself. */
export function useRefusal() {
  const [text, setText] = useState('');
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => setText(''), 6000);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText] as const;
}
