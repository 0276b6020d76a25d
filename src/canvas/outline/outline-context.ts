/** What the rows of the outline need from the editor around them. */
import { createContext, useContext } from 'react';
import type { AppSignature } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import type { OutlineStore } from './outline-store.ts';

export interface OutlineServices {
  store: OutlineStore;
  /** Apps of the project. */
  apps: readonly AppSummary[];
  /** Adds a task of an app; gives its name, or undefined when the app could not be read. */
  onAdd: (appId: string) => Promise<string | undefined>;
  /** Reads an app with its parameters. */
  loadApp: (appId: string) => Promise<AppSignature>;
  /** Makes a task the only selected one. */
  onSelect: (task: string) => void;
  /** Goes to the task on the canvas. */
  onShowOnCanvas: (task: string) => void;
  /** Goes to the task's panel; absent where there is none. */
  onDetails?: ((task: string) => void) | undefined;
}

export const OutlineContext = createContext<OutlineServices | undefined>(undefined);

/** The services of the outline around; only for components inside one. */
export function useOutlineServices(): OutlineServices {
  const services = useContext(OutlineContext);
  if (!services) throw new Error('This component belongs inside an outline');
  return services;
}
