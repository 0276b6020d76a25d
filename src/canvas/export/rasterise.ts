import type { WorkflowDrawing } from './draw-workflow.ts';

/** Pixels per pixel of the drawing, so that texts stay sharp on any screen. */
const SCALE = 2;
/** Pixels a browser's canvas has at most along a side, and in all: larger drawings are scaled down. */
const MAX_SIDE = 16_384;
const MAX_AREA = 120_000_000;

export function pixelScale(width: number, height: number): number {
  return Math.min(SCALE, MAX_SIDE / width, MAX_SIDE / height, Math.sqrt(MAX_AREA / (width * height)));
}

/** Turns a drawing into a picture. Throws when the browser cannot make one of that size. */
export async function rasterise({ svg, width, height }: WorkflowDrawing, type: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = pixelScale(width, height);
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type);
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
