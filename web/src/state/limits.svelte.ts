//! How much this server takes: known before somebody is refused.
import type { Api } from '../api/client';
import type { components } from '../api/parvis';

type LimitsData = components['schemas']['Instance']['limits'];

/** What holds until the server has answered: the figures of one whose operator set nothing. */
const USUAL: LimitsData = {
  attachment_size_bytes_max: 25 * 1024 * 1024,
  request_size_bytes_max: 101 * 1024 * 1024,
  message_files_max: 10,
  message_content_chars_max: 2000,
  attachment_description_chars_max: 1024,
};
/** What a message's text and the names of its files take of a request. */
const WORDS_BYTES = 64 * 1024;

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
      const { limits } = await this.#api.get<components['schemas']['Instance']>('/parvis/v1/instance');
      this.#data = limits;
    } catch {
      // Without an answer the usual figures stay; the server still refuses what is too much.
      this.#asked = false;
    }
  }

  get fileBytesMax(): number {
    return this.#data.attachment_size_bytes_max;
  }
  /** All files of a message together. */
  get filesBytesMax(): number {
    return this.#data.request_size_bytes_max - WORDS_BYTES;
  }
  get filesMax(): number {
    return this.#data.message_files_max;
  }
  get messageCharsMax(): number {
    return this.#data.message_content_chars_max;
  }
  get descriptionCharsMax(): number {
    return this.#data.attachment_description_chars_max;
  }
}
