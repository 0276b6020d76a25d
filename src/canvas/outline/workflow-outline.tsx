import type { Problem } from '#core/workflow/types.ts';
import type { BarTools } from './outline-bar.tsx';
import { OutlineContext, type OutlineServices } from './outline-context.ts';
import { OutlineGrid } from './outline-grid.tsx';

interface Props {
  services: OutlineServices;
  problems: readonly Problem[];
  tools: BarTools | undefined;
}

/** The workflow without a picture. */
export function WorkflowOutline({ services, ...grid }: Props) {
  return (
    <OutlineContext value={services}>
      <OutlineGrid {...grid} />
    </OutlineContext>
  );
}
