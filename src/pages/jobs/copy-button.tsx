import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';

/** Copies a text and says so for a moment. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      size="small"
      icon={copied ? 'check' : 'copy'}
      onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
    >
      {t(copied ? 'action.copied' : 'action.copy')}
    </Button>
  );
}
