//! Whether somebody is signed in on this device, and as whom. The token stays in this browser.

const KEPT_AS = 'parvis.token';

class Login {
  token = $state<string | null>(localStorage.getItem(KEPT_AS));
  /** Whether the last session was ended by the server. */
  ended = $state(false);

  enter(token: string): void {
    localStorage.setItem(KEPT_AS, token);
    this.ended = false;
    this.token = token;
  }

  leave(ended = false): void {
    localStorage.removeItem(KEPT_AS);
    this.ended = ended;
    this.token = null;
  }
}

export const login = new Login();
