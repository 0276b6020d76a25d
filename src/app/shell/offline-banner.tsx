import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '#src/ui/icon.tsx';

const subscribe = (listener: () => void) => onlineManager.subscribe(listener);

/** Says that the connection is gone, or that nothing can be changed here. */
export function OfflineBanner({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation();
  const online = useSyncExternalStore(subscribe, () => onlineManager.isOnline());
  if (online && !readOnly) return null;
  return (
    <div className="shell-banner" role="status">
      <Icon name={online ? 'lock' : 'warning'} />
      {online ? t('readOnly') : t('offline')}
    </div>
  );
}
