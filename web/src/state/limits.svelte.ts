//! How much this server takes: known before somebody is refused.
import type { Api } from '../api/client';

export interface LimitsData {
  /** One file. */
  attachment_size_bytes_max: number;
  /** Files of one message. */
  message_files_max: number;
  /** A message, in characters. */
  message_content_chars_max: number;
}

/** What a server says that does not say it. */
const USUAL: LimitsData = { attachment_size_bytes_max: 25 * 1024 * 1024, message_files_max: 10, message_content_chars_max: 2000 };

/** Characters of a file's description. */
export const DESCRIPTION_CHARS_MAX = 1024;

export class Limits {
  #data = $state.raw<LimitsData>(USUAL);
  readonly #api: Pick<Api, 'get'>;
  #asked = false;

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api;
  }

  /** Asks the server, once. */
  async load(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    try {
      const { limits } = await this.#api.get<{ limits?: Partial<LimitsData> }>('/parvis/v1/instance');
      this.#data = { ...USUAL, ...limits };
    } catch {
      // Without an answer the usual figures stay; the server still refuses what is too much.
      this.#asked = false;
    }
  }

  get fileBytesMax(): number {
    return this.#data.attachment_size_bytes_max;
  }
  get filesMax(): number {
    return this.#data.message_files_max;
  }
  get messageCharsMax(): number {
    return this.#data.message_content_chars_max;
  }
}
