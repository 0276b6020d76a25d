import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { parentPath } from '#core/data-path.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface Props {
  folder: string;
  search: string;
  onGo(folder: string): void;
  onFind(text: string): void;
}

/** Where one is, by parts and as text, and the search below it. */
export function PathPickerBar({ folder, search, onGo, onFind }: Props) {
  const { t } = useTranslation();
  const parts = folder.split('/').filter(Boolean);
  return (
    <>
      <div className="row">
        <Button
          icon="up"
          label={t('picker.up')}
          disabledReason={folder === '/' && t('picker.root')}
          onClick={() => onGo(parentPath(folder))}
        />
        <Input
          key={folder}
          className="mono"
          aria-label={t('picker.path')}
          defaultValue={folder}
          onPressEnter={(event) => onGo(event.currentTarget.value)}
        />
        <Input
          allowClear
          className="picker-search"
          prefix={<Icon name="search" size={14} />}
          placeholder={t('picker.search')}
          aria-label={t('picker.search')}
          value={search}
          onChange={(event) => onFind(event.target.value)}
        />
      </div>
      {parts.length > 0 && (
        <nav className="picker-crumbs" aria-label={t('picker.parts')}>
          <button type="button" onClick={() => onGo('/')}>
            {t('picker.root')}
          </button>
          {parts.map((part, index) => {
            const path = `/${parts.slice(0, index + 1).join('/')}`;
            return (
              <span key={path}>
                <Icon name="chevronRight" size={12} />
                <button type="button" aria-current={path === folder || undefined} onClick={() => onGo(path)}>
                  {part}
                </button>
              </span>
            );
          })}
        </nav>
      )}
    </>
  );
}
