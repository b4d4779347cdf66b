//! The gallery looks as it did: its pictures are taken again, and a story that looks different is named.
import { CHAPTERS } from '../../src/gallery/chapters';
import { expect, type Look, test } from './gallery';
import { differencesOf, renewsPictures } from './gallery_pictures';

test.use({ trace: 'off' });
test.setTimeout(300_000);

const SMALL: Look = { theme: 'light', locale: 'ar', width: 390 };
/** Every pair of theme and direction, and of theme and width, occurs; all of them together would say little more. */
const LOOKS: readonly Look[] = [
  { theme: 'light', locale: 'fr', width: 1440 },
  { theme: 'dark', locale: 'ar', width: 1440 },
  { theme: 'dark', locale: 'fr', width: 390 },
  SMALL,
  { theme: 'contrast', locale: 'fr', width: 390 },
  { theme: 'contrast-dark', locale: 'ar', width: 390 },
];
const nameOf = (chapter: string, { theme, locale, width }: Look) => `${chapter}-${theme}-${locale}-${width}`;

for (const look of LOOKS) {
  test(`looks as it did: ${look.theme}, ${look.locale}, ${look.width} px`, async ({ gallery, page: drawing }, info) => {
    const found = await gallery(look);
    const different: string[] = [];
    for (const chapter of CHAPTERS) {
      await found.turnTo(chapter);
      different.push(...(await differencesOf(nameOf(chapter, look), found, drawing, info)));
    }
    expect(different, `the pages, and red what is different, are in ${info.outputDir}`).toEqual([]);
    expect(found.problems).toEqual([]);
  });
}

/** What somebody might break without meaning to, and what it shows in. */
const BREAKS = [
  { what: 'a colour', chapter: 'parts', style: ':root { --accent: #7a4a10 !important; }' },
  { what: 'a distance', chapter: 'messages', style: 'article { padding-block-end: 5px !important; }' },
  { what: 'the weight of names', chapter: 'messages', style: '.name { font-weight: 400 !important; }' },
  { what: 'a missing icon', chapter: 'composer', style: 'form.card button svg { visibility: hidden; }' },
  { what: 'faint words', chapter: 'settings', style: '.soft { color: #c8c8c8 !important; }' },
] as const;

for (const { what, chapter, style } of BREAKS) {
  test(`is seen to be broken: ${what}`, async ({ gallery, page: drawing }, info) => {
    test.skip(renewsPictures(info), 'the pictures are being taken');
    const found = await gallery(SMALL);
    await found.turnTo(chapter);
    expect(await differencesOf(nameOf(chapter, SMALL), found, drawing, info)).toEqual([]);
    await found.page.addStyleTag({ content: style });
    await found.settle();
    expect(await differencesOf(nameOf(chapter, SMALL), found, drawing, info)).not.toEqual([]);
  });
}

test('looks the same on a screen with twice as many pixels', async ({ gallery, page: drawing }, info) => {
  test.skip(renewsPictures(info), 'the pictures are being taken');
  const found = await gallery({ ...SMALL, scale: 2 });
  for (const chapter of ['parts', 'messages'] as const) {
    await found.turnTo(chapter);
    expect(await differencesOf(nameOf(chapter, SMALL), found, drawing, info)).toEqual([]);
  }
});
