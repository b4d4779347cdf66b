//! One gateway session: identify, heartbeat, resume, back-off. It knows neither the page nor the state.

const RECONNECT_MS_MAX = 30_000;
const AUTHENTICATION_FAILED = 4004;
const RESUMABLE_CLOSE = 4000;

export enum Op {
  Dispatch = 0,
  Heartbeat = 1,
  Identify = 2,
  PresenceUpdate = 3,
  Resume = 6,
  Reconnect = 7,
  RequestMembers = 8,
  InvalidSession = 9,
  Hello = 10,
  HeartbeatAck = 11,
  GuildSubscriptions = 14,
}

interface Frame {
  op: Op;
  d: unknown;
  s: number | null;
  t: string | null;
}

export interface SocketListener {
  event(name: string, data: unknown): void;
  /** The session is there (again), or gone for now; `nextTryMs` says when it tries again. */
  connected(yes: boolean, nextTryMs?: number): void;
  /** The token is no longer valid. */
  refused(): void;
}

export type Presence = { status: string; since: number | null; activities: unknown[]; afk: boolean };

export class Socket {
  readonly #url: string;
  readonly #token: string;
  readonly #listener: SocketListener;
  #socket: WebSocket | null = null;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #sequence: number | null = null;
  #session: string | null = null;
  #resumeUrl: string | null = null;
  #failures = 0;
  #closed = false;
  #acknowledged = true;
  /** Sent with each new session. */
  presence: Presence | null = null;

  constructor(url: string, token: string, listener: SocketListener) {
    this.#url = url;
    this.#token = token;
    this.#listener = listener;
  }

  open(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    const address = this.#session === null ? this.#url : (this.#resumeUrl ?? this.#url);
    const socket = new WebSocket(`${address}?v=10&encoding=json`);
    this.#socket = socket;
    socket.onmessage = (message) => this.#receive(JSON.parse(String(message.data)) as Frame);
    socket.onclose = (close) => {
      if (this.#socket === socket) this.#lost(close.code);
    };
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#waiting);
    this.#socket?.close(1000);
  }

  /** Somebody looks again, or the network is back: what waits for its turn is tried at once. */
  hurry(): void {
    if (this.#closed) return;
    if (this.#waiting !== undefined) this.open();
    else if (this.#socket?.readyState === WebSocket.OPEN) this.#beat();
  }

  /** False if there is no connection to send it over. */
  send(op: Op, d: unknown): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify({ op, d }));
    return true;
  }

  #receive({ op, d, s, t }: Frame): void {
    if (s !== null && s !== undefined) this.#sequence = s;
    if (op === Op.Dispatch && t !== null) this.#dispatch(t, d);
    else if (op === Op.Hello) this.#hello((d as { heartbeat_interval: number }).heartbeat_interval);
    else if (op === Op.HeartbeatAck) this.#acknowledged = true;
    else if (op === Op.Heartbeat) this.send(Op.Heartbeat, this.#sequence);
    else if (op === Op.Reconnect) this.#socket?.close(RESUMABLE_CLOSE);
    else if (op === Op.InvalidSession) {
      if (d !== true) this.#forget();
      this.#socket?.close(RESUMABLE_CLOSE);
    }
  }

  #forget(): void {
    this.#session = null;
    this.#resumeUrl = null;
    this.#sequence = null;
  }

  #hello(intervalMs: number): void {
    this.#acknowledged = true;
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#beat(), intervalMs);
    if (this.#session !== null) {
      this.send(Op.Resume, { token: this.#token, session_id: this.#session, seq: this.#sequence });
    } else {
      const properties = { os: navigator.userAgent.includes('Mobi') ? 'phone' : 'desktop', browser: 'Parvis', device: '' };
      this.send(Op.Identify, { token: this.#token, properties, capabilities: 0, ...(this.presence ? { presence: this.presence } : {}) });
    }
  }

  #beat(): void {
    if (!this.#acknowledged) {
      this.#socket?.close(RESUMABLE_CLOSE);
      return;
    }
    this.#acknowledged = false;
    this.send(Op.Heartbeat, this.#sequence);
  }

  #dispatch(name: string, data: unknown): void {
    if (name === 'READY') {
      const ready = data as { session_id: string; resume_gateway_url?: string };
      this.#session = ready.session_id;
      this.#resumeUrl = ready.resume_gateway_url ?? null;
    }
    // The state takes READY in before anybody hears that the session is there.
    this.#listener.event(name, data);
    if (name === 'READY' || name === 'RESUMED') {
      this.#failures = 0;
      this.#listener.connected(true);
    }
  }

  #lost(code: number): void {
    clearInterval(this.#heartbeat);
    if (this.#closed) return;
    if (code === AUTHENTICATION_FAILED) {
      this.#closed = true;
      this.#listener.refused();
      return;
    }
    const longestMs = Math.min(RECONNECT_MS_MAX, 500 * 2 ** this.#failures);
    this.#failures += 1;
    const waitMs = longestMs * (0.5 + Math.random() / 2);
    this.#listener.connected(false, waitMs);
    this.#waiting = setTimeout(() => {
      if (!this.#closed) this.open();
    }, waitMs);
  }
}
