//! A recording while it is made: the microphone, its level, and the sound that comes of it.

export type RecorderState = 'asking' | 'recording' | 'done' | 'refused' | 'no_microphone' | 'unsupported';

export interface Recording {
  sound: Blob;
  durationS: number;
  /** Between 0 and 1, about ten each second. */
  levels: readonly number[];
}

/** Longer ones end by themselves. */
const LONGEST_S = 20 * 60;
const LEVEL_EVERY_MS = 100;
/** What browsers can record, the best first. */
const TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];

export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && (navigator as Partial<Navigator>).mediaDevices !== undefined;
}

export class Recorder {
  state = $state<RecorderState>('asking');
  levels = $state.raw<readonly number[]>([]);
  recording = $state.raw<Recording | null>(null);
  #stream: MediaStream | null = null;
  #context: AudioContext | null = null;
  #recorder: MediaRecorder | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isGone = false;
  #startedMs = 0;

  /** How long it has been going on. */
  seconds = $state(0);

  async start(): Promise<void> {
    if (!canRecord()) {
      this.state = 'unsupported';
      return;
    }
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch (error) {
      this.state = error instanceof DOMException && error.name === 'NotFoundError' ? 'no_microphone' : 'refused';
      return;
    }
    // Somebody may have changed their mind while the browser asked.
    if (this.#isGone) return this.#release();
    this.#record(this.#stream);
  }

  #record(stream: MediaStream): void {
    const type = TYPES.find((it) => MediaRecorder.isTypeSupported(it));
    const recorder = new MediaRecorder(stream, { ...(type === undefined ? {} : { mimeType: type }), audioBitsPerSecond: 48_000 });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => void parts.push(data);
    recorder.onstop = () => {
      this.#release();
      if (this.#isGone) return;
      this.recording = { sound: new Blob(parts, { type: (recorder.mimeType || 'audio/webm').split(';')[0] ?? '' }), durationS: this.#elapsedS(), levels: this.levels };
      this.state = 'done';
    };
    this.#recorder = recorder;
    this.#startedMs = performance.now();
    recorder.start();
    this.state = 'recording';
    this.#listen(stream);
  }

  #listen(stream: MediaStream): void {
    this.#context = new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 2048;
    this.#context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      this.seconds = this.#elapsedS();
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, it) => sum + it * it, 0) / samples.length;
      // Speech is quiet: the root brings it up to where it can be seen.
      this.levels = [...this.levels, Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.4)];
      if (this.seconds >= LONGEST_S) this.stop();
    }, LEVEL_EVERY_MS);
  }

  #elapsedS(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }

  stop(): void {
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
  }

  /** Ends all of it; the microphone is off. */
  close(): void {
    this.#isGone = true;
    this.stop();
    this.#release();
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#context?.close();
    this.#stream = null;
    this.#context = null;
  }
}
