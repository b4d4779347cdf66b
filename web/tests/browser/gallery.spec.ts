//! The gallery: every story is drawn without a complaint, and stays within what a page must keep to.
import AxeBuilder from '@axe-core/playwright';

import { CHAPTERS } from '../../src/gallery/chapters';
import { expect, test } from './gallery';
import { wrongInPage } from './gallery_facts';

test.use({ trace: 'off' });
test.setTimeout(300_000);

for (const locale of ['fr', 'ar'] as const) {
  test(`nothing sticks out and no text is cut at 320, 390 and 1440 px: ${locale}`, async ({ gallery }) => {
    const found = await gallery({ theme: 'light', locale, width: 320 });
    const wrong: string[] = [];
    for (const chapter of CHAPTERS) {
      await found.turnTo(chapter);
      for (const width of [320, 390, 1440]) {
        await found.resize(width);
        wrong.push(...(await found.page.evaluate(wrongInPage)).map((it) => `${chapter}, ${width} px: ${it}`));
      }
    }
    expect(wrong).toEqual([]);
    expect(found.problems).toEqual([]);
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`contrast and the size of targets are enough: ${theme}`, async ({ gallery }) => {
    const found = await gallery({ theme, locale: 'fr', width: 390 });
    const wrong: string[] = [];
    for (const chapter of CHAPTERS) {
      await found.turnTo(chapter);
      const { violations } = await new AxeBuilder({ page: found.page }).include('main').withRules(['color-contrast', 'target-size']).analyze();
      for (const { id, nodes } of violations) wrong.push(...nodes.map((it) => `${chapter}: ${id}: ${it.html.slice(0, 160)}`));
    }
    expect(wrong).toEqual([]);
  });
}

test('a GIF stands still for who wants less motion, and moves while one points at it', async ({ gallery }) => {
  const found = await gallery({ theme: 'light', locale: 'fr', width: 1440 });
  await found.turnTo('media');
  const picture = found.page.locator('[data-story="picture/gif"] img');
  await expect(picture).toHaveAttribute('src', /^blob:/);
  await picture.hover();
  await expect(picture).toHaveAttribute('src', /danse\.gif$/);
  await found.page.mouse.move(0, 0);
  await expect(picture).toHaveAttribute('src', /^blob:/);
});
