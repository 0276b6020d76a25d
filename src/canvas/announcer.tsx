import { useCallback, useState } from 'react';
import { createStore, type Store } from '#src/lib/store.ts';
import { useStore } from '#src/lib/use-store.ts';

/** Speaks sentences to screen readers, also the same one twice. Only the sentence is drawn again, not the editor. */
export function useAnnouncer() {
  const [sentence] = useState(() => createStore(''));
  const announce = useCallback(
    (next: string) => sentence.set(sentence.get() === next ? `${next}\u00a0` : next),
    [sentence],
  );
  return { sentence, announce };
}

export function Announced({ sentence }: { sentence: Store<string> }) {
  return (
    <div className="cv-live" aria-live="polite">
      {useStore(sentence)}
    </div>
  );
}
