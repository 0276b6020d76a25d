import { useTranslation } from 'react-i18next';
import { diffDocuments } from '#core/workflow/diff.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Link } from '#src/ui/link.tsx';
import { Time } from '#src/ui/values.tsx';
import { useDiffWords } from '../diff/use-diff-words.ts';
import { useDrafts } from './use-drafts.ts';
import './draft-bar.css';

/** Edits of a workflow that is not there any more: they can become a workflow of their own. */
export function DraftsOfDeleted({ projectId, workflowId }: { projectId: string; workflowId: string }) {
  const { t } = useTranslation('versions');
  const words = useDiffWords();
  const drafts = useDrafts(projectId, workflowId) ?? [];
  if (drafts.length === 0) return null;
  return (
    <section className="draft-bar" aria-label={t('drafts.title')}>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.id} className="draft-line">
            <p className="grow">
              <strong>{t('drafts.deletedTitle')}</strong> {draft.document.name} {draft.document.version}:{' '}
              {words.counts(diffDocuments(draft.base.document, draft.document))}{' '}
              <span className="muted">
                (<Time at={draft.keptAt} />)
              </span>
            </p>
            <Link to={withQuery(paths.workflowNew(projectId), { draft: draft.id })}>{t('drafts.create')}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
