import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrawingWords } from './canvas-context.ts';
import type { Labels } from './project.ts';
import { useDrawingWords } from './use-drawing-words.ts';

const labelsOf = (words: DrawingWords, t: ReturnType<typeof useTranslation<'canvas'>>['t']): Labels => ({
  task: ({ task, app, fanOut, problems, run }) =>
    [
      t('label.task', { name: task.display_name || task.task_name }),
      app ? t('label.app', { app: `${app.name} ${app.version}` }) : words.appMissing,
      fanOut ? words.fanOut(fanOut) : '',
      problems > 0 ? words.problems(problems) : '',
      run ? words.state[run.status] : '',
    ]
      .filter(Boolean)
      .join(', '),
  edge: (edge) => t('label.edge', { ...edge, kind: t(`edge.${edge.kind}`) }),
});

/** Words for nodes and edges in the language in use; the same object until the language changes. */
export function useLabels(): Labels {
  const { t } = useTranslation('canvas');
  const words = useDrawingWords();
  return useMemo(() => labelsOf(words, t), [words, t]);
}
