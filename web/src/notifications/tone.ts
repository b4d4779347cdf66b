//! Two soft notes: the sound of a notification, made here so that no file is loaded for it.

const NOTES_HZ = [659.25, 880];
const NOTE_S = 0.12;
const LOUDNESS = 0.08;

let context: AudioContext | null = null;

/** Plays it. Before the person has touched the page browsers keep it silent, and would play it late. */
export async function playTone(): Promise<void> {
  if (!navigator.userActivation.hasBeenActive) return;
  context ??= new AudioContext();
  await context.resume();
  const begin = context.currentTime + 0.01;
  NOTES_HZ.forEach((frequency, index) => playNote(context as AudioContext, frequency, begin + index * NOTE_S));
}

function playNote(into: AudioContext, frequency: number, at: number): void {
  const note = into.createOscillator();
  const volume = into.createGain();
  note.type = 'sine';
  note.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_S * 2);
  note.connect(volume).connect(into.destination);
  note.start(at);
  note.stop(at + NOTE_S * 2);
}
