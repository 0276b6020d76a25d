import { useTranslation } from 'react-i18next';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Icon } from '#src/ui/icon.tsx';
import { Link } from '#src/ui/link.tsx';
import { Section } from '#src/ui/page.tsx';
import { Time } from '#src/ui/values.tsx';
import { useDrafts } from '../workflows/drafts/use-drafts.ts';

/** Workflows with edits that were not saved in this browser, each a way back to them. */
export function Drafts({ projectId }: { projectId: string }) {
  const { t } = useTranslation('projects');
  const drafts = useDrafts(projectId) ?? [];
  if (drafts.length === 0) return null;
  return (
    <Section title={t('overview.drafts')}>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.id} className="job-line">
            <Icon name="edit" />
            <div className="grow">
              <div className="row">
                <Link
                  to={withQuery(paths.workflowEdit(projectId, draft.workflow), { draft: draft.id })}
                  className="ellipsis overview-draft"
                >
                  {draft.document.name} {draft.document.version}
                </Link>
                <span className="muted ellipsis">{t('overview.draftKept')}</span>
              </div>
            </div>
            <span className="muted job-line-when">
              <Time at={draft.keptAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
