import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type JobListQuery, type JobSummary, readMatchingJobs } from '#src/api/jobs.ts';
import { Button } from '#src/ui/button.tsx';
import { useToast } from '#src/ui/toast.ts';
import { type ActAccess, JOB_ACTS, type JobAct } from './job-acts.ts';

interface Props {
  projectId: string;
  filter: JobListQuery;
  /** How many jobs the filter matches. */
  matching: number;
  selected: number;
  access: ActAccess;
  onSelectAll(jobs: readonly JobSummary[]): void;
  onAct(act: JobAct): void;
}

/** Bulk actions, and the way from "all that are read" to "all that match". */
export function BulkBar(props: Props) {
  const { access, onAct } = props;
  const { t } = useTranslation('jobs');
  return (
    <>
      {JOB_ACTS.map((act) => (
        <Button
          key={act}
          size="small"
          kind={act === 'delete' ? 'danger-quiet' : 'default'}
          disabledReason={access[act]}
          onClick={() => onAct(act)}
        >
          {t(`act.${act}.verb`)}
        </Button>
      ))}
      {props.selected < props.matching ? <SelectMatching {...props} /> : null}
    </>
  );
}

function SelectMatching({ projectId, filter, matching, onSelectAll }: Props) {
  const { t } = useTranslation('jobs');
  const toast = useToast();
  const [read, setRead] = useState<number>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const start = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setRead(0);
    try {
      onSelectAll(await readMatchingJobs(projectId, filter, controller.signal, setRead));
    } catch (error) {
      if (!controller.signal.aborted) toast.failed(error);
    } finally {
      setRead(undefined);
    }
  };
  return (
    <Button size="small" kind="quiet" busy={read !== undefined} onClick={() => void start()}>
      {read === undefined ? t('selectMatching', { count: matching }) : t('selecting', { count: read })}
    </Button>
  );
}
