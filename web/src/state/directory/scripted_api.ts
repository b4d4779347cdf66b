//! A server of a few answers, for the tests of what the map's state asks for.
import { ApiError } from '../../api/error';
import { Api, type Method, type RequestOptions } from '../../api/client';

type Answer = (asked: Asked) => unknown;

export interface Asked {
  method: Method;
  path: string;
  query: Record<string, unknown>;
  body: unknown;
}

/** Answers by method and path, and remembers what was asked. */
export class ScriptedApi extends Api {
  readonly asked: Asked[] = [];
  readonly #answers: readonly (readonly [Method, RegExp, Answer])[];

  constructor(answers: readonly (readonly [Method, RegExp, Answer])[], token: string | null = 'token') {
    super('', token);
    this.#answers = answers;
  }

  override request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
    const query = Object.fromEntries(Object.entries(options.query ?? {}).filter(([, value]) => value != null));
    const asked: Asked = { method, path: path.replace('/parvis/v1/directory', ''), query, body: options.body };
    this.asked.push(asked);
    const found = this.#answers.find(([wanted, pattern]) => wanted === method && pattern.test(asked.path));
    if (found === undefined) return Promise.reject(new ApiError(404, { code: 10000, message: 'Unknown' }));
    const answer = found[2](asked);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as T);
  }
}
