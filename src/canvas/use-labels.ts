import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stateOf } from '#src/ui/status.tsx';
import type { Labels } from './project.ts';

/** Words for nodes and edges in the language in use; the same object until the language changes. */
export function useLabels(): Labels {
  const { t } = useTranslation('canvas');
  const { t: common } = useTranslation('common');
  return useMemo<Labels>(
    () => ({
      task: ({ task, app, fanOut, problems, run }) =>
        [
          t('label.task', { name: task.display_name || task.task_name }),
          app ? t('label.app', { app: `${app.name} ${app.version}` }) : t('appMissing'),
          fanOut ? (fanOut.count === undefined ? t('fanOutOpen') : t('fanOutCount', { count: fanOut.count })) : '',
          problems > 0 ? t('problemCount', { count: problems }) : '',
          run ? common(`status.${stateOf(run.status)}`) : '',
        ]
          .filter(Boolean)
          .join(', '),
      edge: (edge) => t('label.edge', { ...edge, kind: t(`edge.${edge.kind}`) }),
    }),
    [t, common],
  );
}
