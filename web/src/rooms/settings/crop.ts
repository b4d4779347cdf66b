//! Which square of a picture is kept: pure figures, so that dragging and zooming need no canvas to be tested.

/** How the picture lies under the square window, whose side is 1. */
export interface Crop {
  /** 1 shows as much as fits. */
  zoom: number;
  /** The middle of what is kept, as a part of the picture's width and height. */
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const ZOOM_MAX = 4;
export const WHOLE: Crop = { zoom: 1, x: 0.5, y: 0.5 };

/** The kept square, in pixels of the picture. */
export function keptSquare(size: Size, crop: Crop): { left: number; top: number; side: number } {
  const side = Math.min(size.width, size.height) / crop.zoom;
  return { left: crop.x * size.width - side / 2, top: crop.y * size.height - side / 2, side };
}

/** The nearest crop that shows nothing beside the picture. */
export function within(size: Size, crop: Crop): Crop {
  const zoom = Math.min(Math.max(crop.zoom, 1), ZOOM_MAX);
  const half = Math.min(size.width, size.height) / zoom / 2;
  const held = (part: number, length: number) => Math.min(Math.max(part * length, half), length - half) / length;
  return { zoom, x: held(crop.x, size.width), y: held(crop.y, size.height) };
}

/** The crop after the picture was dragged by a part of the window's side. */
export function dragged(size: Size, crop: Crop, right: number, down: number): Crop {
  const { side } = keptSquare(size, crop);
  return within(size, { zoom: crop.zoom, x: crop.x - (right * side) / size.width, y: crop.y - (down * side) / size.height });
}
