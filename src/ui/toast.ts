import { App } from 'antd';
import { useMemo } from 'react';
import { useEnvironment } from './environment.tsx';

/** Short messages for acts that leave no trace on the page. Errors of forms and lists are shown where they happened. */
export function useToast() {
  const { message } = App.useApp();
  const environment = useEnvironment();
  return useMemo(
    () => ({
      done: (text: string) => void message.success(text),
      info: (text: string) => void message.info(text),
      failed: (error: unknown) => {
        const words = environment.describeError(error);
        void message.error([words.title, words.next].filter(Boolean).join(' '), 6);
      },
    }),
    [message, environment],
  );
}
