import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createApp.ts';
import { Button } from '#src/ui/button.tsx';
import { FieldFrame } from '#src/ui/field.tsx';
import { AppIcon } from './app-icon.tsx';

/** Pixels; smaller ones follow when the picture does not fit into the field. */
const SIZES = [64, 48, 32];

/** A picture as a small square data address that fits the limit. @throws Error when it is no picture */
async function shrink(file: File): Promise<string> {
  const picture = new Image();
  const address = URL.createObjectURL(file);
  try {
    picture.src = address;
    await picture.decode();
    for (const size of SIZES) {
      const canvas = document.createElement('canvas');
      canvas.width = size;
      canvas.height = size;
      const scale = size / Math.max(picture.width || size, picture.height || size);
      const [width, height] = [(picture.width || size) * scale, (picture.height || size) * scale];
      canvas.getContext('2d')?.drawImage(picture, (size - width) / 2, (size - height) / 2, width, height);
      const data = canvas.toDataURL('image/png');
      if (data.length <= limits.icon.maxLength) return data;
    }
    throw new Error('too large');
  } finally {
    URL.revokeObjectURL(address);
  }
}

interface IconFieldProps {
  name: string;
  value: string;
  onChange(value: string): void;
}

/** An optional icon; any picture will do, it is made small here. */
export function IconField({ name, value, onChange }: IconFieldProps) {
  const { t } = useTranslation(['apps', 'common']);
  const input = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState(false);
  const take = (file: File | undefined) => {
    if (!file) return;
    shrink(file).then(
      (data) => {
        setFailed(false);
        onChange(data);
      },
      () => setFailed(true),
    );
  };
  return (
    <FieldFrame
      label={t('field.icon')}
      help={t('field.iconHelp')}
      error={failed ? t('field.iconBad') : undefined}
      group
    >
      {() => (
        <div className="row">
          <AppIcon name={name} icon={value} size={32} />
          <input
            ref={input}
            type="file"
            accept="image/*"
            hidden
            aria-label={t('field.icon')}
            onChange={(event) => {
              take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
          <Button icon="image" onClick={() => input.current?.click()}>
            {t('field.iconChoose')}
          </Button>
          {value ? (
            <Button kind="quiet" onClick={() => onChange('')}>
              {t('common:action.remove')}
            </Button>
          ) : null}
        </div>
      )}
    </FieldFrame>
  );
}
