import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { joinPath, MAX_PATH_BYTES, MAX_PATH_LEVELS, parseDataPath } from '#core/data-path.ts';
import { Button } from '#src/ui/button.tsx';
import { Icon } from '#src/ui/icon.tsx';

interface PathBarProps {
  project: string;
  /** Normalised folder: `/`, `/a/b`. */
  folder: string;
  onGo(folder: string): void;
  /** What was typed, normalised; it may be a file. Throws when there is no such thing. */
  onType(path: string): Promise<void>;
}

/** Where one is: each part can be pressed, and the whole can be typed. */
export function PathBar(props: PathBarProps) {
  const [typing, setTyping] = useState(false);
  return typing ? (
    <PathInput {...props} onDone={() => setTyping(false)} />
  ) : (
    <Crumbs {...props} onEdit={() => setTyping(true)} />
  );
}

function Crumbs({ project, folder, onGo, onEdit }: PathBarProps & { onEdit(): void }) {
  const { t } = useTranslation('data');
  const parts = folder.split('/').filter(Boolean);
  return (
    <nav className="data-path" aria-label={t('path.label')}>
      <ol>
        <li>
          <button type="button" aria-current={parts.length === 0 ? 'page' : undefined} onClick={() => onGo('/')}>
            <Icon name="data" size={14} />
            {project}
          </button>
        </li>
        {parts.map((part, index) => {
          const path = joinPath(...parts.slice(0, index + 1));
          return (
            <li key={path}>
              <Icon name="chevronRight" size={12} />
              <button
                type="button"
                aria-current={index === parts.length - 1 ? 'page' : undefined}
                onClick={() => onGo(path)}
              >
                {part}
              </button>
            </li>
          );
        })}
      </ol>
      <Button kind="quiet" size="small" icon="edit" label={t('path.type')} onClick={onEdit} />
    </nav>
  );
}

function PathInput({ folder, onType, onDone }: PathBarProps & { onDone(): void }) {
  const { t } = useTranslation('data');
  const [text, setText] = useState(folder);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const go = async () => {
    const parsed = parseDataPath(text.trim());
    if (!parsed.ok)
      return setWrong(t(`path.fault.${parsed.fault}`, { bytes: MAX_PATH_BYTES, levels: MAX_PATH_LEVELS }));
    setBusy(true);
    try {
      await onType(parsed.value.path);
      onDone();
    } catch {
      setWrong(t('path.missing', { path: parsed.value.path }));
      setBusy(false);
    }
  };
  return (
    <form
      className="data-path-input"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <Input
        className="mono"
        autoFocus
        value={text}
        disabled={busy}
        status={wrong ? 'error' : undefined}
        aria-label={t('path.label')}
        aria-invalid={wrong ? true : undefined}
        aria-describedby="data-path-wrong"
        prefix={<Icon name="folderOpen" size={14} />}
        onChange={(event) => {
          setText(event.target.value);
          setWrong('');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
        onBlur={() => {
          if (!busy && text === folder) onDone();
        }}
      />
      <Button submit busy={busy}>
        {t('path.go')}
      </Button>
      <span id="data-path-wrong" role="alert" className="field-error">
        {wrong}
      </span>
    </form>
  );
}
