// Calls to the API. It must not know the page: errors carry what a person may read.

export class Refusal extends Error {
  constructor(status, body) {
    super(body?.message ?? String(status));
    this.status = status;
    this.code = body?.code;
    this.fields = body?.errors ?? {};
    this.retryAfter = body?.retry_after;
  }

  // What is wrong with a field, for instance `username`: a code and a message in English.
  about(field) {
    return this.fields[field]?._errors?.[0];
  }

  get firstField() {
    return Object.values(this.fields).flatMap((field) => field._errors ?? [])[0];
  }
}

export class Api {
  token = null;

  async call(method, path, body) {
    const headers = {};
    if (this.token) headers.Authorization = this.token;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await fetch(`/api/v10${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await response.text();
    const value = text ? parsed(text) : null;
    if (!response.ok) throw new Refusal(response.status, value);
    return value;
  }

  get(path) { return this.call("GET", path); }
  post(path, body = {}) { return this.call("POST", path, body); }
}

// A proxy in front of a server that is down answers with a page of its own.
function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}
