//! Makes a picture from this device ready to be a sign: cut to a square, scaled down, small.

const SIDE_PX = 256;

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
