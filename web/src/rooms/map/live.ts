//! Whether this device can draw the map that moves, and whether its person wants it.

const KEPT_AS = 'parvis.map.live';

/** The library draws with WebGL 2; without it the plain drawing stays. */
export function canDrawLive(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: false }) !== null;
  } catch {
    return false;
  }
}

export function isLiveWanted(): boolean {
  return localStorage.getItem(KEPT_AS) === 'yes';
}

export function wantLive(wanted: boolean): void {
  localStorage.setItem(KEPT_AS, wanted ? 'yes' : 'no');
}
