import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrawingWords } from './canvas-context.ts';

/** Words of the drawing in the language in use; the same object until the language changes. */
export function useDrawingWords(): DrawingWords {
  const { t } = useTranslation('canvas');
  const { t: common } = useTranslation('common');
  return useMemo<DrawingWords>(
    () => ({
      type: {
        FILE: t('type.FILE'),
        DIRECTORY: t('type.DIRECTORY'),
        STRING: t('type.STRING'),
        ENUM: t('type.ENUM'),
      },
      state: {
        PENDING: common('status.waiting'),
        RUNNING: common('status.running'),
        SUCCEEDED: common('status.succeeded'),
        FAILED: common('status.failed'),
        CANCELLED: common('status.cancelled'),
        UNKNOWN: common('status.unknown'),
      },
      appMissing: t('appMissing'),
      fanOut: ({ count }) => (count === undefined ? t('fanOutOpen') : t('fanOutCount', { count })),
      problems: (count) => t('problemCount', { count }),
      role: { failed: t('run.failed'), leads: t('run.leads'), stopped: t('run.stopped') },
      neverStarted: t('run.neverStarted'),
      planned: (count) => (count > 1 ? t('run.plannedMany', { count }) : t('run.planned')),
      instancesOf: (task, count) => t('run.instancesOf', { task, count }),
    }),
    [t, common],
  );
}
