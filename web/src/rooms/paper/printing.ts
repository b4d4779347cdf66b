//! How a drawing comes onto paper, and a file onto this device.
import './print.css';

/** Prints a drawing on paper of its size, with nothing else of the page. */
export async function printDrawing(drawing: Blob, paper: string): Promise<void> {
  const image = new Image();
  const address = URL.createObjectURL(drawing);
  image.className = `printed ${paper}`;
  image.alt = '';
  image.src = address;
  document.body.append(image);
  await image.decode();
  // Telephones come back from `print` before anything is printed.
  addEventListener('afterprint', () => {
    image.remove();
    URL.revokeObjectURL(address);
  }, { once: true });
  print();
}

/** Saves a file under a name. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Not at once: the browser begins to read after this.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
