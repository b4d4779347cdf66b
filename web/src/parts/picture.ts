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
  const drawn = canvas.toDataURL('image/png');
  // A photograph is much smaller as one.
  return drawn.length <= FLAT_CHARS_MAX ? drawn : canvas.toDataURL('image/jpeg', 0.85);
}

/** The middle of a drawing of 3 to 2, as flags are, as a data address. */
export async function squareFlag(drawing: Blob, side = SIDE_PX): Promise<string> {
  // A drawing that says no size has none in every browser.
  const sized = (await drawing.text()).replace('<svg ', `<svg width="${side * 1.5}" height="${side}" `);
  const address = URL.createObjectURL(new Blob([sized], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    canvas.getContext('2d')?.drawImage(image, -side / 4, 0, side * 1.5, side);
    return canvas.toDataURL('image/png');
  } finally {
    URL.revokeObjectURL(address);
  }
}
