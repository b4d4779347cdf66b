//! What a program can see of a page that is not as it should be.

/** A finger's target, in CSS pixels (WCAG 2.5.5). What stands in a text or in a message is as high as its line. */
const TARGET_PX = 44;

export function problemsOn(page, isTouched) {
  return page.evaluate(([targetPx, touched]) => {
    const found = [];
    const wider = document.documentElement.scrollWidth - innerWidth;
    if (wider > 0) found.push(`wider than its window by ${wider} px`);
    const keys = document.body.innerText.match(/\b(?:account|audit|composer|core|door|emoji|guild|inbox|people|places|rights|search|talk)\.[a-z]+_[a-z_]+\b/gu);
    if (keys) found.push(`texts without words: ${[...new Set(keys)].join(' ')}`);
    const nameOf = (it) => (it.ariaLabel ?? it.innerText ?? '').trim().slice(0, 30) || it.className || it.tagName;
    for (const it of document.querySelectorAll('h1, h2, h3, button, a, label, legend, [role="tab"]')) {
      const box = it.getBoundingClientRect();
      if (box.width > 0 && (box.left < -1 || box.right > innerWidth + 1) && it.checkVisibility({ visibilityProperty: true }) && !it.closest('[inert], [role="tablist"], pre, .scroll')) found.push(`beside the window: ${nameOf(it)} (${Math.round(box.left)} to ${Math.round(box.right)})`);
      if (it.matches('h1, h2, h3') && it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflow === 'visible' && it.clientWidth > 0 && getComputedStyle(it).display !== 'inline') found.push(`runs out of its box: ${nameOf(it)}`);
    }
    if (touched) {
      const small = new Set();
      for (const it of document.querySelectorAll('button, a[href], select, input:not([type="hidden"]), [role="menuitem"], summary')) {
        const box = it.getBoundingClientRect();
        const target = it.matches('input[type="checkbox"], input[type="radio"]') ? (it.closest('label') ?? it.parentElement ?? it).getBoundingClientRect() : box;
        const isInText = getComputedStyle(it).display === 'inline' || it.closest('.markdown, article[tabindex]') !== null || it.matches('.skip, .unseen');
        if (box.width > 1 && it.checkVisibility({ visibilityProperty: true }) && !it.closest('[inert]') && !isInText && Math.min(target.width, target.height) < targetPx - 0.5) small.add(`${nameOf(it)} ${Math.round(target.width)}×${Math.round(target.height)}`);
      }
      if (small.size > 0) found.push(`small for a finger: ${[...small].slice(0, 8).join('; ')}${small.size > 8 ? `; and ${small.size - 8} more` : ''}`);
    }
    return found;
  }, [TARGET_PX, isTouched]);
}
