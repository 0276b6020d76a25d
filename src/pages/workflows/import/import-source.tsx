import { Input } from 'antd';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';
import { Icon } from '#src/ui/icon.tsx';
import { type ReadFile, readTextFile } from './read-file.ts';
import './import.css';

interface Props {
  onGive: (read: ReadFile) => void;
}

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Where a workflow comes from: a file that is dropped or chosen, or a text that is pasted. */
export function ImportSource({ onGive }: Props) {
  const { t } = useTranslation('imports');
  const picker = useRef<HTMLInputElement>(null);
  const textId = useId();
  const [over, setOver] = useState(false);
  const [text, setText] = useState('');
  const take = (file: File | undefined) => {
    if (file) void readTextFile(file).then(onGive);
  };
  const read = () => onGive({ ok: true, given: { name: '', text } });
  return (
    <div className="im-source">
      {/* Dropping is for the pointer; the button inside does the same for everybody. */}
      <section
        className="im-drop"
        data-over={over}
        aria-label={t('source.drop')}
        onDragOver={(event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="upload" size={22} />
        <p>{t('source.drop')}</p>
        <p className="muted">{t('source.kinds')}</p>
        <Button icon="file" onClick={() => picker.current?.click()}>
          {t('source.pick')}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".yaml,.yml,.json,.txt"
          onChange={(event) => {
            take(event.target.files?.[0]);
            // The same file may be chosen again after it was mended.
            event.target.value = '';
          }}
        />
      </section>
      <div className="im-paste">
        <label htmlFor={textId}>{t('source.paste')}</label>
        <Input.TextArea
          id={textId}
          className="mono"
          autoSize={{ minRows: 4, maxRows: 16 }}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div>
          <Button disabledReason={text.trim() === '' && t('source.nothing')} onClick={read}>
            {t('source.read')}
          </Button>
        </div>
      </div>
    </div>
  );
}
