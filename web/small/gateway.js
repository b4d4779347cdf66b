// A gateway session: identify, heartbeat, resume. It must not know the page: events go to a sink.

const RECONNECT_MS_MAX = 30_000;

export class Gateway {
  #url; #token; #sink; #socket = null; #timer = null; #sequence = null; #session = null; #failures = 0; #closed = false; #acknowledged = true; #waiting = null;

  // sink: { event(name, data), online(yes), refused() }
  constructor(url, token, sink) {
    this.#url = url;
    this.#token = token;
    this.#sink = sink;
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.close(1000);
  }

  // Somebody looks again: what waits for its turn is tried at once.
  hurry() {
    if (this.#waiting !== null && !this.#closed) this.#connect();
  }

  #connect() {
    clearTimeout(this.#waiting);
    this.#waiting = null;
    this.#socket = new WebSocket(`${this.#url}?v=10&encoding=json`);
    this.#socket.onmessage = (message) => this.#receive(JSON.parse(message.data));
    this.#socket.onclose = (close) => this.#lost(close.code);
  }

  #send(op, d) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ op, d }));
  }

  #receive({ op, d, s, t }) {
    if (s != null) this.#sequence = s;
    if (op === 10) this.#hello(d.heartbeat_interval);
    else if (op === 11) this.#acknowledged = true;
    else if (op === 1) this.#send(1, this.#sequence);
    else if (op === 7) this.#socket.close(4000);
    else if (op === 9) { if (!d) this.#session = null; this.#socket.close(4000); }
    else if (op === 0) this.#dispatch(t, d);
  }

  #hello(interval) {
    this.#acknowledged = true;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (!this.#acknowledged) return this.#socket.close(4000);
      this.#acknowledged = false;
      this.#send(1, this.#sequence);
    }, interval);
    if (this.#session) this.#send(6, { token: this.#token, session_id: this.#session, seq: this.#sequence });
    else this.#send(2, { token: this.#token, properties: { os: "web", browser: "parvis", device: "" }, capabilities: 0 });
  }

  #dispatch(name, data) {
    if (name === "READY") this.#session = data.session_id;
    if (name === "READY" || name === "RESUMED") {
      this.#failures = 0;
      this.#sink.online(true);
    }
    this.#sink.event(name, data);
  }

  #lost(code) {
    clearInterval(this.#timer);
    if (this.#closed) return;
    if (code === 4004) return this.#sink.refused();
    this.#sink.online(false);
    const wait = Math.min(RECONNECT_MS_MAX, 500 * 2 ** this.#failures++);
    this.#waiting = setTimeout(() => { if (!this.#closed) this.#connect(); }, wait * (0.5 + Math.random() / 2));
  }
}
