//! Sheets that show many pictures at once, each under its name.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const WIDE = { columns: 3, rows: 3, width: 520 };
const TALL = { columns: 6, rows: 2, width: 258 };
const GAP = 8;

export async function drawSheets(browser, folder, names, areTall) {
  const { columns, rows, width } = areTall ? TALL : WIDE;
  const page = await browser.newPage({ viewport: { width: columns * (width + GAP) + GAP, height: 600 } });
  for (let first = 0, number = 1; first < names.length; first += columns * rows, number += 1) {
    const figures = names.slice(first, first + columns * rows).map((it) => `<figure><figcaption>${it}</figcaption><img src="${it}.png" width="${width}"></figure>`);
    const file = resolve(folder, 'sheet.html');
    writeFileSync(file, `<!doctype html><style>body{margin:${GAP}px;display:grid;grid-template-columns:repeat(${columns},${width}px);gap:${GAP}px;background:#777;font:700 14px sans-serif}figure{margin:0}img{display:block}</style>${figures.join('')}`);
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: `${folder}-${String(number).padStart(2, '0')}.png`, fullPage: true });
  }
  await page.close();
}
