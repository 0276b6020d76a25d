import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, describeCommand } from '#core/workflow/commands.ts';

/** What a command does, in the language in use. */
export function useCommandWords(): (command: Command) => string {
  const { t } = useTranslation('canvas');
  return useCallback(
    (command) => {
      const { key, params } = describeCommand(command);
      return t(`command.${key}`, params);
    },
    [t],
  );
}
