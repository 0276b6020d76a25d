import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isMoving, type Job, type JobEvent, jobEventsQuery } from '#src/api/jobs.ts';
import { pollWhile } from '#src/api/query.ts';
import { eventLanguage } from '../failure-card.tsx';

const NONE: readonly JobEvent[] = [];

/** The events of a job in the language of the reader; empty until they are read. */
export function useJobEvents(projectId: string, job: Job): readonly JobEvent[] {
  const { i18n } = useTranslation();
  const events = useQuery({
    ...jobEventsQuery(projectId, job.id ?? '', eventLanguage(i18n.language)),
    refetchInterval: pollWhile(isMoving(job)),
  });
  return events.data?.events ?? NONE;
}
