//! The files that go with the next message: chosen, pasted or dropped, each with its name and what it shows.
import type { FileUpload } from '../../../api/client';

/** A file of this name is covered until somebody asks for it. */
const SPOILER = 'SPOILER_';

export class Piece {
  readonly file: File;
  readonly kind: 'image' | 'video' | 'audio' | 'other';
  /** Where the page finds it, for a preview; null for what has none. */
  readonly url: string | null;
  name = $state('');
  /** What it shows, for those who cannot see it. */
  description = $state('');
  isSpoiler = $state(false);

  constructor(file: File) {
    this.file = file;
    this.name = file.name === '' ? 'file' : file.name;
    const kind = file.type.split('/')[0];
    this.kind = kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'other';
    this.url = this.kind === 'image' || this.kind === 'video' ? URL.createObjectURL(file) : null;
  }

  get upload(): FileUpload {
    const name = this.name.trim() === '' ? this.file.name : this.name.trim();
    const description = this.description.trim();
    return { file: this.file, filename: this.isSpoiler ? SPOILER + name : name, ...(description === '' ? {} : { description }) };
  }

  forget(): void {
    if (this.url !== null) URL.revokeObjectURL(this.url);
  }
}

/** How much a message takes. */
export interface Room {
  /** One file. */
  bytesMax: number;
  /** All of them together. */
  allBytesMax: number;
  filesMax: number;
}

/** Why a file was not taken. */
export type Refusal = { kind: 'large' | 'empty'; name: string } | { kind: 'many' | 'heavy' };

export class Tray {
  pieces = $state.raw<readonly Piece[]>([]);

  /** Takes files as far as there is room; the answer says which it did not take, and why. */
  add(files: readonly File[], { bytesMax, allBytesMax, filesMax }: Room): Refusal[] {
    const refused: Refusal[] = [];
    const taken: Piece[] = [];
    let bytes = this.pieces.reduce((sum, it) => sum + it.file.size, 0);
    for (const file of files) {
      if (file.size > bytesMax) refused.push({ kind: 'large', name: file.name });
      else if (file.size === 0) refused.push({ kind: 'empty', name: file.name });
      else if (this.pieces.length + taken.length >= filesMax) refused.push({ kind: 'many' });
      else if (bytes + file.size > allBytesMax) refused.push({ kind: 'heavy' });
      else {
        bytes += file.size;
        taken.push(new Piece(file));
      }
    }
    if (taken.length > 0) this.pieces = [...this.pieces, ...taken];
    // What holds for all of them is said once.
    return refused.filter((it, index) => 'name' in it || refused.findIndex((other) => other.kind === it.kind) === index);
  }

  remove(piece: Piece): void {
    piece.forget();
    this.pieces = this.pieces.filter((it) => it !== piece);
  }

  /** Gives the files away and is empty. */
  take(): FileUpload[] {
    const uploads = this.pieces.map((it) => it.upload);
    for (const piece of this.pieces) piece.forget();
    this.pieces = [];
    return uploads;
  }
}

// Files stay chosen while one looks into another room.
const trays = new Map<string, Tray>();

export function trayOf(channelId: string): Tray {
  const known = trays.get(channelId) ?? new Tray();
  trays.set(channelId, known);
  return known;
}
