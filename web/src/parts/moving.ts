//! Pictures that move and films, for people who do not want that to happen by itself.
import type { Attachment } from 'svelte/attachments';

/** A still is drawn no larger than anything shows it. */
const STILL_PX_MAX = 960;

/**
 * Lets a picture stand still while `moves` says no: the first of its frames takes its place, until somebody points at
 * what it is in or comes there by keyboard.
 */
export function still(moves: () => boolean): Attachment<HTMLImageElement> {
  return (image) => {
    if (moves()) return;
    const around = image.closest<HTMLElement>('a, button, [data-moves]') ?? image;
    let moving: string | null = null;
    let frozen: string | null = null;
    let isWanted = false;
    let isGone = false;

    const show = (): void => {
      const address = isWanted ? moving : frozen;
      if (address !== null && image.getAttribute('src') !== address) image.src = address;
    };
    const loaded = (): void => {
      const address = image.getAttribute('src');
      if (address === null || address === frozen || address === moving) return;
      firstFrame(image, (url) => {
        if (isGone || image.getAttribute('src') !== address) return URL.revokeObjectURL(url);
        if (frozen !== null) URL.revokeObjectURL(frozen);
        [moving, frozen] = [address, url];
        show();
      });
    };
    const want = (yes: boolean) => (): void => {
      isWanted = yes;
      show();
    };
    const heard = { pointerenter: want(true), pointerleave: want(false), focusin: want(true), focusout: want(false) };
    for (const [name, act] of Object.entries(heard)) around.addEventListener(name, act);
    image.addEventListener('load', loaded);
    if (image.complete && image.naturalWidth > 0) loaded();
    return () => {
      isGone = true;
      for (const [name, act] of Object.entries(heard)) around.removeEventListener(name, act);
      image.removeEventListener('load', loaded);
      if (moving !== null && image.getAttribute('src') === frozen) image.src = moving;
      if (frozen !== null) URL.revokeObjectURL(frozen);
    };
  };
}

/** A canvas takes the first frame of what moves (HTML standard, "drawing images"). */
function firstFrame(image: HTMLImageElement, take: (url: string) => void): void {
  const scale = Math.min(1, STILL_PX_MAX / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob !== null) take(URL.createObjectURL(blob));
  });
}

/** Plays a film without its sound while it is in sight, if `may` says so, until somebody takes it into their own hands. */
export function playsInSight(may: () => boolean): Attachment<HTMLVideoElement> {
  return (film) => {
    if (!may()) return;
    film.muted = true;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        // Not every browser lets a page start a film: then it waits for its button, like all others.
        if (entry?.isIntersecting === true) film.play().catch(() => undefined);
        else film.pause();
      },
      { threshold: 0.6 },
    );
    watcher.observe(film);
    const theirs = (): void => watcher.disconnect();
    film.addEventListener('pointerdown', theirs);
    film.addEventListener('keydown', theirs);
    return () => {
      watcher.disconnect();
      film.removeEventListener('pointerdown', theirs);
      film.removeEventListener('keydown', theirs);
      film.pause();
    };
  };
}
