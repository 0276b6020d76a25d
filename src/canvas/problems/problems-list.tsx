import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#core/workflow/commands.ts';
import { fixAll, fixFor } from '#core/workflow/fixes.ts';
import type { Problem } from '#core/workflow/types.ts';
import { Button } from '#src/ui/button.tsx';
import { Icon } from '#src/ui/icon.tsx';
import { useCommandWords } from '../acts/use-command-words.ts';
import { useStructure } from '../drawing/use-structure.ts';
import type { EditorState } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { subjectOf } from './problem-place.ts';
import { useProblemWords } from './problem-words.ts';
import './problems-list.css';

interface Props {
  problems: readonly Problem[];
  /** Shows where a problem of a task is mended, or where tasks are added. */
  onShow: (problem: Problem) => void;
  /** Opens the details of the workflow, for problems of these; absent where they cannot be changed. */
  onDetails?: (() => void) | undefined;
}

/** More lines than anybody works through at a time. */
const MOST = 100;

const rank = (problem: Problem) => (problem.severity === 'error' ? 0 : problem.when === 'start' ? 1 : 2);
const appsOf = (state: EditorState) => state.apps;
const keyOf = ({ key, task, input, params }: Problem) => `${key} ${task} ${input} ${JSON.stringify(params)}`;

/** A wrong value that stands twice in a list is one problem for whoever reads of it. */
function withoutTwins(problems: readonly Problem[]): Problem[] {
  const said = new Map<string, Problem>();
  for (const problem of problems) if (!said.has(keyOf(problem))) said.set(keyOf(problem), problem);
  return [...said.values()];
}

/** `01050114` is what people look up; the prefix is the same for all. */
const shortCode = (code: string) => code.replace('eihealth.', '');

interface LineProps {
  problem: Problem;
  fix: readonly Command[] | undefined;
  onShow: (() => void) | undefined;
  onFix: () => void;
}

function ProblemLine({ problem, fix, onShow, onFix }: LineProps) {
  const { t } = useTranslation(['panel', 'canvas']);
  const words = useProblemWords();
  const act = useCommandWords();
  const sentence = words(problem);
  const blocks = problem.severity === 'error' ? 'save' : problem.when === 'start' ? 'start' : 'nothing';
  return (
    <li>
      <button type="button" className="we-problem" disabled={!onShow} onClick={onShow}>
        <span data-severity={problem.severity} role="img" aria-label={t(`canvas:problems.${problem.severity}`)}>
          {problem.severity === 'error' ? '✕' : '⚠'}
        </span>
        <span className="grow">{sentence}</span>
        <span className="we-problem-blocks">{t(`problems.blocks.${blocks}`)}</span>
        <code title={problem.code}>{shortCode(problem.code)}</code>
      </button>
      {fix?.[0] && (
        <Button
          size="small"
          kind="quiet"
          label={t('problems.fixNamed', { problem: sentence })}
          hint={t('problems.fixHint', { act: act(fix[0]) })}
          onClick={onFix}
        >
          {t('problems.fix')}
        </Button>
      )}
    </li>
  );
}

type Filter = 'all' | 'error' | 'warning';

/** Problems with their fixes, worst first. Fixes are looked for among those shown only. */
function useFixes(problems: readonly Problem[], filter: Filter) {
  const { editable } = useEditorServices();
  const document = useStructure();
  const apps = useEditorState(appsOf);
  return useMemo(() => {
    const chosen = problems.filter((problem) => filter === 'all' || problem.severity === filter);
    const sorted = chosen.sort((a, b) => rank(a) - rank(b));
    const lookup = (appId: string) => apps.get(appId);
    const shown = sorted.slice(0, MOST).map((problem) => ({
      problem,
      fix: editable ? fixFor(problem, document, lookup) : undefined,
    }));
    return { shown, more: sorted.length - shown.length, fixable: shown.filter(({ fix }) => fix).length };
  }, [problems, filter, document, apps, editable]);
}

/** All findings, live: each with its code, the way to its field, and the fix where there is only one. */
export function ProblemsList({ problems: all, onShow, onDetails }: Props) {
  const { t } = useTranslation(['panel', 'canvas']);
  const { editor, announce } = useEditorServices();
  const words = useProblemWords();
  const [open, setOpen] = useState(true);
  const [filter, setFilter] = useState<Filter>('all');
  const problems = useMemo(() => withoutTwins(all), [all]);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  // What is filtered by may be gone: then everything is shown.
  const kept = (filter === 'error' && errors === 0) || (filter === 'warning' && warnings === 0) ? 'all' : filter;
  const { shown, more, fixable } = useFixes(problems, kept);
  if (problems.length === 0) return <div className="we-problems we-problems-none">{t('canvas:problems.none')}</div>;
  const fix = (problem: Problem, commands: readonly Command[] = []) => {
    editor.runAll(commands);
    announce(t('problems.fixed', { problem: words(problem) }));
  };
  const fixCertain = () => {
    const commands = fixAll(
      shown.map(({ problem }) => problem),
      editor.state.get().document,
      editor.lookup,
    );
    editor.runAll(commands);
    announce(t('problems.fixedAll', { count: fixable }));
  };
  const show = (problem: Problem) => (subjectOf(problem) === 'details' ? onDetails : () => onShow(problem));
  return (
    <section className="we-problems" aria-label={t('canvas:problems.title')}>
      <div className="we-problems-head">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} /> {t('canvas:problems.count', { count: problems.length })}
        </button>
        {open && errors > 0 && warnings > 0 && (
          <Segmented
            size="small"
            value={kept}
            aria-label={t('problems.filter')}
            onChange={setFilter}
            options={[
              { value: 'all', label: t('problems.all') },
              { value: 'error', label: t('problems.errors', { count: errors }) },
              { value: 'warning', label: t('problems.warnings', { count: warnings }) },
            ]}
          />
        )}
        {open && fixable > 0 && (
          <Button size="small" onClick={fixCertain} hint={t('problems.fixAllHint')}>
            {t('problems.fixAll', { count: fixable })}
          </Button>
        )}
      </div>
      {open && (
        <ul>
          {shown.map(({ problem, fix: commands }) => (
            <ProblemLine
              key={keyOf(problem)}
              problem={problem}
              fix={commands}
              onShow={show(problem)}
              onFix={() => fix(problem, commands)}
            />
          ))}
          {more > 0 && <li className="we-quiet">{t('canvas:problems.more', { count: more })}</li>}
        </ul>
      )}
    </section>
  );
}
