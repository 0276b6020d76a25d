import { useLayoutEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { diffDocuments } from '#core/workflow/diff.ts';
import { browserDrafts } from '#src/canvas/drafts/browser-drafts.ts';
import type { Draft } from '#src/canvas/drafts/draft.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import type { Store } from '#src/lib/store.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Ask } from '#src/ui/ask.tsx';
import { Button } from '#src/ui/button.tsx';
import { Link } from '#src/ui/link.tsx';
import { useToast } from '#src/ui/toast.ts';
import { Time } from '#src/ui/values.tsx';
import { useDiffWords } from '../diff/use-diff-words.ts';
import type { Keeping } from './use-keeping.ts';
import { useOffers } from './use-offers.ts';
import './draft-bar.css';

interface LineProps {
  draft: Draft;
  /** `update_time` of the workflow now. */
  updateTime: string | undefined;
  /** Why it cannot be gone on with here; false when it can. */
  reason: string | false;
  onContinue: (draft: Draft) => void;
}

function DraftLine({ draft, updateTime, reason, onContinue }: LineProps) {
  const { t } = useTranslation('versions');
  const toast = useToast();
  const words = useDiffWords();
  const [asking, setAsking] = useState(false);
  const changes = useMemo(() => words.counts(diffDocuments(draft.base.document, draft.document)), [words, draft]);
  const discard = async () => {
    setAsking(false);
    try {
      await browserDrafts().remove(draft.id);
      toast.done(t('drafts.discarded'));
    } catch (error) {
      toast.failed(error);
    }
  };
  return (
    <li className="draft-line">
      <p className="grow" role="status">
        <strong>{t(`drafts.${draft.reason}`)}</strong> {changes}{' '}
        <span className="muted">
          (<Time at={draft.keptAt} />)
        </span>
        {draft.base.updateTime === updateTime ? null : <span className="draft-older"> {t('drafts.older')}</span>}
      </p>
      <Button size="small" kind="primary" disabledReason={reason} onClick={() => onContinue(draft)}>
        {t('drafts.continue')}
      </Button>
      <Link to={withQuery(paths.workflowDiff(draft.project, draft.workflow), { draft: draft.id })}>
        {t('drafts.compare')}
      </Link>
      <Button size="small" kind="danger-quiet" onClick={() => setAsking(true)}>
        {t('drafts.discard')}
      </Button>
      <Ask
        open={asking}
        title={t('drafts.discardTitle')}
        confirmLabel={t('drafts.discard')}
        danger
        onConfirm={() => void discard()}
        onClose={() => setAsking(false)}
      >
        <p className="muted">{t('drafts.discardText')}</p>
      </Ask>
    </li>
  );
}

interface FollowProps {
  projectId: string;
  workflowId: string;
  keeping: Keeping;
  offers: Store<readonly Draft[]>;
}

/**
 * Follows the drafts the bar offers. Always there, while the bar goes with the editor when a conflict stands in front of
 * it: the bar comes back in one picture with the editor and moves nothing later. On its own, so that a draft that is
 * kept does not draw the whole editor again.
 */
export function FollowOffers({ projectId, workflowId, keeping, offers }: FollowProps) {
  const drafts = useOffers(projectId, workflowId, keeping);
  useLayoutEffect(() => offers.set(drafts), [offers, drafts]);
  return null;
}

interface Props extends Omit<LineProps, 'draft'> {
  offers: Store<readonly Draft[]>;
}

/** Edits of this workflow that were not saved: what and when, and what can be done with them. */
export function DraftBar({ offers, ...line }: Props) {
  const { t } = useTranslation('versions');
  const drafts = useStore(offers);
  if (drafts.length === 0) return null;
  return (
    <section className="draft-bar" aria-label={t('drafts.title')}>
      <ul>
        {drafts.map((draft) => (
          <DraftLine key={draft.id} draft={draft} {...line} />
        ))}
      </ul>
    </section>
  );
}
