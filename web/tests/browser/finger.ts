//! A finger on a phone's screen: it swipes, rests, and what sticks out of the screen is found.
import type { BrowserContextOptions, CDPSession, Locator, Page } from '@playwright/test';

import { expect } from './house';

interface Point {
  x: number;
  y: number;
}

/** A phone of this size, in points. */
export const phone = (width: number, height: number): BrowserContextOptions => ({ viewport: { width, height }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

export class Finger {
  private constructor(
    readonly page: Page,
    readonly screen: CDPSession,
  ) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly Point[]): Promise<void> {
    await this.screen.send('Input.dispatchTouchEvent', { type, touchPoints: [...at] });
  }

  /** From one point to another in ten steps. */
  async swipe(from: Point, to: Point): Promise<void> {
    await this.#touch('touchStart', [from]);
    for (let step = 1; step <= 10; step += 1) await this.#touch('touchMove', [{ x: from.x + ((to.x - from.x) * step) / 10, y: from.y + ((to.y - from.y) * step) / 10 }]);
    await this.#touch('touchEnd', []);
  }

  /** Rests on something until `then` is there, and goes up. */
  async rest(on: Locator, then: Locator): Promise<void> {
    await on.scrollIntoViewIfNeeded();
    const box = await on.boundingBox();
    if (!box) throw new Error('there is nothing to rest on');
    await this.#touch('touchStart', [{ x: box.x + Math.min(box.width / 2, 90), y: box.y + box.height / 2 }]);
    await expect(then).toBeVisible();
    await this.#touch('touchEnd', []);
  }
}

/** The phone's back gesture: what lies over the page takes it, else the page goes back. To be put into a page before it loads. */
export async function letBackBeHeard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const open: CloseWatcher[] = [];
    const forget = (it: CloseWatcher) => void (open.includes(it) && open.splice(open.indexOf(it), 1));
    class Heard extends CloseWatcher {
      constructor() {
        super();
        open.push(this);
        this.addEventListener('close', () => forget(this));
      }
      override destroy(): void {
        forget(this);
        super.destroy();
      }
    }
    Object.assign(window, { CloseWatcher: Heard, goBack: () => (open.at(-1) ? open.at(-1)?.requestClose() : history.back()) });
  });
}

export async function goBack(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { goBack: () => void }).goBack());
}

declare class CloseWatcher extends EventTarget {
  requestClose(): void;
  destroy(): void;
}

/** What sticks out of the screen sideways, or makes something scroll sideways that is not meant to. */
export async function expectNothingAside(page: Page, where: string): Promise<void> {
  const look = () =>
    page.evaluate(() => {
      const name = (it: Element) => `${it.tagName.toLowerCase()}.${it.className.toString().split(' ')[0] ?? ''} ${(it.textContent ?? '').trim().slice(0, 40)}`;
      // Rows of files, and code, are scrolled sideways on purpose.
      const scrolls = (it: Element) => /auto|scroll/.test(getComputedStyle(it).overflowX);
      const isCut = (it: Element) => {
        for (let at: Element | null = it; at; at = at.parentElement) if (at.matches('.unseen, [aria-hidden="true"]') || getComputedStyle(at).textOverflow === 'ellipsis' || (scrolls(at) && at.matches('pre, ul'))) return true;
        return false;
      };
      const found: string[] = [];
      for (const it of document.querySelectorAll('body *')) {
        if (!it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isCut(it)) continue;
        const { left, right, width } = it.getBoundingClientRect();
        if (width > 0 && (left < -1 || right > innerWidth + 1)) found.push(`sticks out: ${name(it)} (${Math.round(left)} to ${Math.round(right)})`);
        if (scrolls(it) && it.scrollWidth > it.clientWidth + 1) found.push(`scrolls: ${name(it)}`);
      }
      return found.slice(0, 5);
    });
  await expect.poll(look, { message: where }).toEqual([]);
}

/** Whether the whole of it lies between these heights of the screen. */
export async function expectBetween(it: Locator, top: number, bottom: number): Promise<void> {
  await expect.poll(async () => {
    const box = await it.boundingBox();
    return box !== null && box.y >= top - 0.5 && box.y + box.height <= bottom + 0.5 ? 'between' : JSON.stringify({ box, top, bottom });
  }).toBe('between');
}
