import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createApp.ts';
import { FieldFrame } from '#src/ui/field.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { commandsOf } from './app-draft.ts';
import type { KnownName } from './commands-extensions.ts';

const CommandsEditor = lazy(() =>
  import('./commands-editor.tsx').then((module) => ({ default: module.CommandsEditor })),
);

interface FieldProps {
  value: string;
  names: readonly KnownName[];
  error: string | undefined;
  onChange(value: string): void;
}

/** The commands with their limits: so many lines, each so long. */
export function CommandsField({ value, names, error, onChange }: FieldProps) {
  const { t } = useTranslation('apps');
  const lines = commandsOf(value).length;
  return (
    <FieldFrame
      label={t('field.commands')}
      help={t('field.commandsHelp')}
      limit={t('field.commandsLimit', { max: limits['commands[]'].maxLength })}
      used={t('field.commandsUsed', { used: lines, max: limits.commands.maxItems })}
      error={error}
      required
    >
      {(control) => (
        <Suspense fallback={<Skeleton lines={4} />}>
          <CommandsEditor
            value={value}
            names={names}
            label={t('field.commands')}
            control={control}
            placeholder={t('field.commandsExample')}
            onChange={onChange}
          />
        </Suspense>
      )}
    </FieldFrame>
  );
}

/** The same commands, only to be read. */
export function CommandsText({ commands, names }: { commands: readonly string[]; names: readonly KnownName[] }) {
  const { t } = useTranslation('apps');
  return (
    <Suspense fallback={<Skeleton lines={4} />}>
      <CommandsEditor value={commands.join('\n')} names={names} label={t('field.commands')} />
    </Suspense>
  );
}
