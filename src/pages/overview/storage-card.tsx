import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bucketStorageQuery } from '#src/api/data.ts';
import type { Project } from '#src/api/projects.ts';
import { formatSize } from '#src/lib/format.ts';
import { paths } from '#src/lib/paths.ts';
import { Skeleton } from '#src/ui/late.tsx';
import { Link } from '#src/ui/link.tsx';
import { Section } from '#src/ui/page.tsx';
import { Size } from '#src/ui/values.tsx';

/** From this share on the bar warns. */
const NEARLY_FULL = 0.9;

/** How much the project stores, against its limit where it has one. */
export function StorageCard({ project }: { project: Project }) {
  const { t, i18n } = useTranslation(['projects', 'common']);
  const { data } = useQuery(bucketStorageQuery(project.id ?? ''));
  const used = data?.size ?? project.size;
  const limit = project.storage_quota !== undefined && project.storage_quota > 0 ? project.storage_quota : undefined;
  const share = limit && used !== undefined ? Math.min(used / limit, 1) : 0;
  return (
    <Section
      title={t('overview.storage')}
      extra={<Link to={paths.data(project.id ?? '')}>{t('common:nav.data')}</Link>}
    >
      <div className="overview-storage">
        {used === undefined ? (
          <Skeleton lines={1} />
        ) : (
          <p>
            <strong>
              <Size bytes={used} />
            </strong>{' '}
            {t('overview.used')}{' '}
            <span className="muted">
              {limit ? t('overview.limit', { size: formatSize(limit, i18n.language) }) : t('overview.noLimit')}
            </span>
          </p>
        )}
        {limit ? (
          <div className={share >= NEARLY_FULL ? 'overview-bar overview-bar-full' : 'overview-bar'}>
            <span style={{ width: `${share * 100}%` }} />
          </div>
        ) : null}
      </div>
    </Section>
  );
}
