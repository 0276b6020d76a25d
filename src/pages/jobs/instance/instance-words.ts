/** Reasons of events in words, and what to do about them. */
import type { TFunction } from 'i18next';
import type { InstanceEvent } from '#src/api/instances.ts';
import type { Resources } from '#src/i18n/resources.ts';
import { reasonWords } from '../failures.ts';

type Words = TFunction<['instance', 'jobs', 'common']>;
type Reason = keyof Resources['instance']['reason'];
type NextStep = keyof Resources['instance']['nextStep'];

const REASONS: ReadonlySet<string> = new Set<Reason>([
  'SuccessfulCreate',
  'Queued',
  'Scheduled',
  'Pulled',
  'ImageNotUsed',
  'Started',
  'NotIsolated',
  'Completed',
  'OutputsMissing',
  'Cancelled',
  'Timeout',
  'NotStarted',
  'WaitingForResources',
  'WaitingForTasks',
  'WaitingForTurn',
  'SchedulerNote',
  'NoNodeWithLabel',
  'NoSchedulableNode',
  'NoNodeLargeEnough',
]);

const NEXT_STEPS: ReadonlySet<string> = new Set<NextStep>([
  'NonZeroExit',
  'Killed',
  'OutOfMemory',
  'TooManyProcesses',
  'Stopped',
  'TimeLimit',
  'NodeFailed',
  'StartFailed',
  'AttemptLost',
  'StorageFull',
  'OutputsMissing',
  'Timeout',
  'Cancelled',
  'NotStarted',
  'WaitingForResources',
  'WaitingForTasks',
  'WaitingForTurn',
  'SchedulerNote',
  'NoNodeWithLabel',
  'NoSchedulableNode',
  'NoNodeLargeEnough',
]);

/** The short name of an event; one we do not know as the platform writes it. */
export function eventReason(reason: string, t: Words): string {
  if (REASONS.has(reason)) return t(`instance:reason.${reason as Reason}`);
  return reasonWords(reason, t as unknown as TFunction<['jobs', 'common']>);
}

/** A failure is red; what merely deserves attention is not. */
export function eventTone(type: string | undefined, reason: string): 'plain' | 'warn' | 'bad' {
  if (type !== 'Warning') return reason === 'ImageNotUsed' ? 'warn' : 'plain';
  return reason === 'NotIsolated' || KINDS[reason] ? 'warn' : 'bad';
}

/** What to do about a failure or a wait. */
export const nextStep = (reason: string, t: Words): string =>
  t(`instance:nextStep.${NEXT_STEPS.has(reason) ? (reason as NextStep) : 'other'}`);

export type WhyKind = 'failed' | 'stopped' | 'waiting' | 'warning';

export interface Why {
  kind: WhyKind;
  event: InstanceEvent;
}

/** Reasons for which somebody asked; everything else that warns is a failure. */
const KINDS: Readonly<Record<string, WhyKind>> = {
  Timeout: 'stopped',
  Cancelled: 'stopped',
  NotStarted: 'stopped',
  OutputsMissing: 'warning',
  WaitingForResources: 'waiting',
  WaitingForTasks: 'waiting',
  WaitingForTurn: 'waiting',
  SchedulerNote: 'waiting',
  NoNodeWithLabel: 'waiting',
  NoSchedulableNode: 'waiting',
  NoNodeLargeEnough: 'waiting',
};

/** The event that says why an instance is not doing well, or not doing anything: the last such one. */
export function whyOf(events: readonly InstanceEvent[]): Why | undefined {
  for (const event of [...events].reverse()) {
    const kind = KINDS[event.reason ?? ''];
    if (kind) return { kind, event };
    if (event.type === 'Warning' && event.reason !== 'NotIsolated') return { kind: 'failed', event };
  }
  return undefined;
}
