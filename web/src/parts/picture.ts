//! Makes a picture from this device ready to be a sign: cut to a square, scaled down, small.

const SIDE_PX = 256;
const FLAT_CHARS_MAX = 200_000;

/** The middle of a picture as a data address. Throws what the browser throws when it cannot be read. */
export async function squarePicture(file: Blob, side = SIDE_PX): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const cut = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.min(side, cut);
  canvas.getContext('2d')?.drawImage(bitmap, (bitmap.width - cut) / 2, (bitmap.height - cut) / 2, cut, cut, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL('image/png');
}

/** A picture as it is, scaled down to fit into a box, as a data address. Throws what the browser throws when it cannot be read. */
export async function scaledPicture(file: Blob, width: number, height: number): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, width / bitmap.width, height / bitmap.height);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const flat = canvas.toDataURL('image/png');
  // A photograph is much smaller as one.
  return flat.length <= FLAT_CHARS_MAX ? flat : canvas.toDataURL('image/jpeg', 0.85);
}

/** The middle of a drawing of 3 to 2, as flags are, as a data address. */
export async function squareFlag(drawing: Blob, side = SIDE_PX): Promise<string> {
  const image = await drawn(drawing, side * 1.5, side);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  canvas.getContext('2d')?.drawImage(image, -side / 4, 0, side * 1.5, side);
  return canvas.toDataURL('image/png');
}

/** Of the height of a flag, so that its stripes are still seen above and below. */
const ARMS_HEIGHT = 0.7;
const ARMS_WIDTH = 0.6;

/** A drawing of a flag with somebody's picture in its middle, as a data address. */
export async function flagWithArms(drawing: Blob, arms: Blob, width: number, height: number): Promise<string> {
  const [image, bitmap] = await Promise.all([drawn(drawing, width, height), createImageBitmap(arms)]);
  const scale = Math.min((width * ARMS_WIDTH) / bitmap.width, (height * ARMS_HEIGHT) / bitmap.height);
  const [across, up] = [bitmap.width * scale, bitmap.height * scale];
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0, width, height);
  context?.drawImage(bitmap, (width - across) / 2, (height - up) / 2, across, up);
  bitmap.close();
  const flat = canvas.toDataURL('image/png');
  return flat.length <= FLAT_CHARS_MAX ? flat : canvas.toDataURL('image/jpeg', 0.85);
}

async function drawn(drawing: Blob, width: number, height: number): Promise<HTMLImageElement> {
  // A drawing that says no size has none in every browser.
  const sized = (await drawing.text()).replace('<svg ', `<svg width="${width}" height="${height}" `);
  const address = URL.createObjectURL(new Blob([sized], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
