//! Requests to the server: one place that knows the token, the limits and the ways in which a request fails.
import { ApiError } from './error';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type QueryValue = string | number | boolean | null | undefined;

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  body?: unknown;
  /** Written into the audit log. */
  reason?: string;
  signal?: AbortSignal;
  /** False for who does the waiting when there are too many requests; else it is done here. */
  isPatient?: boolean;
}

/** A file on its way. */
export interface FileUpload {
  file: Blob;
  filename: string;
  /** Alternative text. */
  description?: string;
  /** Seconds, of a voice message. */
  durationS?: number;
  /** Base64 of the loudness of a voice message. */
  waveform?: string;
}

export interface UploadOptions {
  signal?: AbortSignal;
  /** Bytes that have left, and all. */
  progress?: (sent: number, total: number) => void;
}

// A limited request waits this often before it gives up.
const LIMITED_TRIES_MAX = 4;

export class Api {
  readonly base: string;
  token: string | null;
  /** Called when the server no longer knows the token. */
  onSignedOut: (() => void) | null = null;

  constructor(base: string, token: string | null) {
    this.base = base;
    this.token = token;
  }

  get<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.request<T>('GET', path, options);
  }
  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('POST', path, { ...options, body });
  }
  put<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('PUT', path, { ...options, body });
  }
  patch<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('PATCH', path, { ...options, body });
  }
  delete<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.request<T>('DELETE', path, options);
  }

  /** Sends one request and waits where the server asks to. Throws {@link ApiError}. */
  async request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#read<T>(await this.#send(method, path, options));
  }

  /** The same for an answer that is no JSON: a drawing, a document. */
  async file(method: 'GET' | 'POST', path: string, options: RequestOptions = {}): Promise<Blob> {
    const response = await this.#send(method, path, options);
    if (!response.ok) throw this.#failed(response.status, parsed(await response.text()));
    return response.blob();
  }

  async #send(method: Method, path: string, options: RequestOptions): Promise<Response> {
    const headers = this.#headers(options.reason);
    if (options.body !== undefined) headers.set('content-type', 'application/json');
    const init: RequestInit = { method, headers };
    if (options.body !== undefined) init.body = JSON.stringify(options.body);
    if (options.signal) init.signal = options.signal;
    for (let tries = 1; ; tries += 1) {
      const response = await this.#fetch(this.#url(path, options.query), init);
      if (response.status === 429 && options.isPatient !== false && tries < LIMITED_TRIES_MAX) {
        await pause(Number(response.headers.get('retry-after') ?? '1') * 1000, options.signal);
        continue;
      }
      return response;
    }
  }

  /** Sends JSON with files, telling how far it is. */
  upload<T>(method: 'POST' | 'PATCH', path: string, payload: Record<string, unknown>, files: readonly FileUpload[], options: UploadOptions = {}): Promise<T> {
    const form = new FormData();
    const attachments = files.map((it, id) => ({ id, filename: it.filename, description: it.description, duration_secs: it.durationS, waveform: it.waveform }));
    form.append('payload_json', JSON.stringify({ ...payload, attachments }));
    files.forEach((it, id) => form.append(`files[${id}]`, it.file, it.filename));
    return this.#sendBody<T>(method, this.#url(path), form, options);
  }

  /** Sends one file as the whole body, telling how far it is. */
  sendFile<T>(method: 'POST' | 'PUT', path: string, file: Blob, options: UploadOptions & Pick<RequestOptions, 'query'> = {}): Promise<T> {
    return this.#sendBody<T>(method, this.#url(path, options.query), file, options);
  }

  #sendBody<T>(method: Method, url: string, body: FormData | Blob, options: UploadOptions): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // fetch still cannot tell how much of a body has left.
      const request = new XMLHttpRequest();
      request.open(method, url);
      this.#headers().forEach((value, name) => request.setRequestHeader(name, value));
      request.upload.onprogress = (event) => options.progress?.(event.loaded, event.total);
      request.onerror = () => reject(new ApiError(0, null));
      request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
      request.onload = () => {
        const answer: unknown = parsed(request.responseText);
        if (request.status >= 200 && request.status < 300) resolve(answer as T);
        else reject(this.#failed(request.status, answer));
      };
      options.signal?.addEventListener('abort', () => request.abort());
      request.send(body);
    });
  }

  #headers(reason?: string): Headers {
    const headers = new Headers();
    if (this.token !== null) headers.set('authorization', this.token);
    if (reason !== undefined && reason !== '') headers.set('x-audit-log-reason', encodeURIComponent(reason));
    return headers;
  }

  #url(path: string, query?: Record<string, QueryValue>): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) if (value != null) search.set(name, String(value));
    return `${this.base}${path}${search.size > 0 ? `?${search}` : ''}`;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError(0, null);
    }
  }

  async #read<T>(response: Response): Promise<T> {
    const body: unknown = parsed(await response.text());
    if (!response.ok) throw this.#failed(response.status, body);
    return body as T;
  }

  #failed(status: number, body: unknown): ApiError {
    if (status === 401 && this.token !== null) this.onSignedOut?.();
    return new ApiError(status, typeof body === 'object' ? body : null);
  }
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Number.isFinite(ms) ? ms : 1000);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('cancelled', 'AbortError'));
    });
  });
}
