import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppSignature } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { PickCard } from '../acts/pick-card.tsx';
import { PickList, type PickOption } from '../acts/pick-list.tsx';
import { useEditor } from '../editor-context.ts';
import { type Fit, useFittingApps } from './use-fitting-apps.ts';

export interface Other extends PickOption {
  onPick: () => void;
}

interface Props {
  title: string;
  /** Shown when no app of the project fits. */
  none: string;
  /** The same function as long as the same place is meant. */
  fit: Fit;
  apps: readonly AppSummary[];
  loadApp: (appId: string) => Promise<AppSignature>;
  onPick: (app: AppSignature) => void;
  /** What may be chosen instead of an app; listed first. */
  others?: readonly Other[];
  onClose: () => void;
}

const NONE: readonly Other[] = [];

/** Chooses among the apps of the project that fit at one place of the workflow; others are not offered. */
export function AppPick({ title, none, fit, apps, loadApp, onPick, others = NONE, onClose }: Props) {
  const { t } = useTranslation('gestures');
  const editor = useEditor();
  const [text, setText] = useState('');
  const { found, left, failed } = useFittingApps(editor, fit, apps, loadApp);
  const wanted = text.trim().toLowerCase();
  const offered: readonly Other[] = [
    ...others,
    ...found.map(({ app, by }) => ({
      key: app.id,
      label: `${app.name} ${app.version}`,
      note: by,
      onPick: () => onPick(app),
    })),
  ];
  return (
    <PickCard title={title} onClose={onClose}>
      <PickList
        label={t('insert.search')}
        placeholder={t('insert.search')}
        text={text}
        onText={setText}
        options={offered.filter(({ label }) => label.toLowerCase().includes(wanted))}
        onPick={(key) => {
          onClose();
          offered.find((one) => one.key === key)?.onPick();
        }}
        empty={left === 0 && none}
      />
      {left > 0 && (
        <p className="we-pick-none we-quiet" role="status">
          {t('insert.reading')}
        </p>
      )}
      {failed > 0 && <p className="we-pick-none we-warning">{t('insert.unread', { count: failed })}</p>}
    </PickCard>
  );
}
