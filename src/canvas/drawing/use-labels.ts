import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { runWords } from '../run/run-words.ts';
import type { DrawingWords } from './canvas-context.ts';
import type { Labels } from './graph.ts';
import { useDrawingWords } from './use-drawing-words.ts';

const labelsOf = (words: DrawingWords, t: ReturnType<typeof useTranslation<'canvas'>>['t']): Labels => ({
  task: ({ task, app, fanOut, problems, run, role }) =>
    [
      t('label.task', { name: task.display_name || task.task_name }),
      app ? t('label.app', { app: `${app.name} ${app.version}` }) : words.appMissing,
      fanOut ? words.fanOut(fanOut) : '',
      problems > 0 ? words.problems(problems) : '',
      run ? runWords(run, role, words) : '',
      run && (role === 'leads' || role === 'stopped') ? words.role[role] : '',
    ]
      .filter(Boolean)
      .join(', '),
  edge: (edge, role) =>
    [t('label.edge', { ...edge, kind: t(`edge.${edge.kind}`) }), role ? t(`run.edge.${role}`) : '']
      .filter(Boolean)
      .join(', '),
});

/** Words for nodes and edges in the language in use; the same object until the language changes. */
export function useLabels(): Labels {
  const { t } = useTranslation('canvas');
  const words = useDrawingWords();
  return useMemo(() => labelsOf(words, t), [words, t]);
}
