import { useTranslation } from 'react-i18next';
import { createStore } from '#src/lib/store.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Icon } from '#src/ui/icon.tsx';
import type { Keeping } from './use-keeping.ts';
import './draft-bar.css';

const NOBODY = createStore<ReadonlyMap<string, boolean>>(new Map());
const NOT = createStore(false);

/** What puts unsaved edits at risk: a browser that keeps none, the same workflow in another tab. */
export function DraftNotices({ keeper, presence }: Keeping) {
  const { t } = useTranslation('versions');
  const problem = useStore(keeper.problem);
  const others = useStore(presence?.others ?? NOBODY);
  const savedElsewhere = useStore(presence?.savedElsewhere ?? NOT);
  const dirtyElsewhere = [...others.values()].includes(true);
  const notices = [
    problem && t(`drafts.${problem}`),
    savedElsewhere && t('drafts.savedElsewhere'),
    others.size > 0 && t(dirtyElsewhere ? 'drafts.otherTabDirty' : 'drafts.otherTab'),
  ].filter((text) => typeof text === 'string');
  return (
    <div role="status">
      {notices.map((text) => (
        <p key={text} className="draft-notice">
          <Icon name="warning" /> {text}
        </p>
      ))}
    </div>
  );
}
