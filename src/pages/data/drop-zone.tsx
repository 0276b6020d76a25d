import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '#src/ui/icon.tsx';
import { useToast } from '#src/ui/toast.ts';
import { type Picked, readDropped } from './dropped-files.ts';

interface DropZoneProps {
  /** Where dropped files will go, as a person reads it. */
  target: string;
  disabledReason: string | false;
  onDrop(picked: Picked): void;
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window takes files from outside; while they hover the page says where they would go. */
export function DropZone(props: DropZoneProps) {
  const { t } = useTranslation('data');
  const toast = useToast();
  const [over, setOver] = useState(false);
  const latest = useRef({ ...props, toast });
  latest.current = { ...props, toast };

  useEffect(() => {
    // Moving over a child leaves its parent: only as many leaves as enters are a real leave.
    let depth = 0;
    const move = (by: 1 | -1) => (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += by;
      setOver(depth > 0);
    };
    const onEnter = move(1);
    const onLeave = move(-1);
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = latest.current.disabledReason ? 'none' : 'copy';
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const now = latest.current;
      if (now.disabledReason) return now.toast.info(now.disabledReason);
      readDropped(event.dataTransfer.items).then(now.onDrop, now.toast.failed);
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop } as const;
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) document.addEventListener(name, listeners[name]);
    return () => {
      for (const name of names) document.removeEventListener(name, listeners[name]);
    };
  }, []);

  if (!over) return null;
  return (
    <div className="data-drop">
      <Icon name={props.disabledReason ? 'lock' : 'upload'} size={24} />
      <span>{props.disabledReason || t('upload.drop', { target: props.target })}</span>
    </div>
  );
}
