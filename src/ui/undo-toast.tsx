import { App } from 'antd';
import { useCallback, useRef } from 'react';
import './undo-toast.css';

const SECONDS = 8;
const KEY = 'undo-toast';

/** Says what was done and offers to take it back; one at a time. The answer closes it. */
export function useUndoToast() {
  const { message } = App.useApp();
  const shown = useRef(false);
  return useCallback(
    (text: string, label: string, onUndo: () => void): (() => void) => {
      const close = () => {
        if (shown.current) message.destroy(KEY);
        shown.current = false;
      };
      shown.current = true;
      void message.open({
        key: KEY,
        type: 'info',
        duration: SECONDS,
        content: (
          <span className="undo-toast">
            {text}
            <button
              type="button"
              onClick={() => {
                close();
                onUndo();
              }}
            >
              {label}
            </button>
          </span>
        ),
      });
      return close;
    },
    [message],
  );
}
