//! What must be true of every story, however it looks: nothing sticks out of the page, no text is cut without a sign of
//! it. It runs in the page, and answers with what is wrong, in words.

export function wrongInPage(): string[] {
  const wrong: string[] = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) wrong.push(`the page is ${document.documentElement.scrollWidth} px wide, the window ${width}`);

  const nameOf = (element: Element): string => {
    const story = element.closest('[data-story]')?.getAttribute('data-story') ?? '?';
    return `${story}: <${element.tagName.toLowerCase()} class="${element.getAttribute('class')?.replace(/\s?svelte-\w+/g, '') ?? ''}"> “${element.textContent.trim().slice(0, 40)}”`;
  };
  const isSeen = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.closest('.unseen, svg, [aria-hidden="true"]') === null;
  };
  /** What scrolls or is cut by what it stands in may be wider than that. */
  const isWithin = (element: Element): boolean => {
    for (let around = element.parentElement; around && !around.matches('.box'); around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== 'visible') return true;
    }
    return false;
  };

  for (const element of document.querySelectorAll<HTMLElement>('[data-story] *')) {
    if (!isSeen(element)) continue;
    const box = element.getBoundingClientRect();
    const frame = element.closest('.box')?.getBoundingClientRect();
    if (frame && (box.left < frame.left - 12 || box.right > frame.right + 12) && !isWithin(element)) wrong.push(`${nameOf(element)} sticks out of its box`);
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some((it) => it.nodeType === Node.TEXT_NODE && it.textContent?.trim() !== '');
    if (!hasText || element.matches('input, textarea, select, option')) continue;
    const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
    if (hides && element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis') wrong.push(`${nameOf(element)} is cut at its side without a sign of it`);
    const hidesBelow = style.overflowY === 'hidden' || style.overflowY === 'clip';
    if (hidesBelow && element.scrollHeight > element.clientHeight + 3 && style.webkitLineClamp === 'none' && style.textOverflow !== 'ellipsis') wrong.push(`${nameOf(element)} is cut at its foot`);
  }
  return [...new Set(wrong)];
}
