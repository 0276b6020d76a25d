/** Limits of the texts that are edited in the outline, from the contract. */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { ResourceField } from './row-ids.ts';

export const TASK_NAME_LENGTH = limits['tasks[].task_name'].maxLength;
export const DISPLAY_NAME_LENGTH = limits['tasks[].display_name'].maxLength;
export const FOLDER_LENGTH = limits['tasks[].output_dir'].maxLength;
export const VALUE_LENGTH = limits['tasks[].inputs[].values[]'].maxLength;
export const GPU_TYPES = limits['tasks[].resources.gpu_type'].enum.filter((type) => type !== '');

/** Characters a resource may have; undefined for the one that is chosen from a list. */
export const resourceLength = (field: ResourceField): number | undefined =>
  field === 'gpu_type' ? undefined : limits[`tasks[].resources.${field}`].maxLength;
