//! Whether somebody is signed in on this device, and as whom. The token stays in this browser.

const KEPT_AS = 'parvis.token';

class Login {
  token = $state<string | null>(localStorage.getItem(KEPT_AS));
  /** Whether the last session was ended by the server. */
  ended = $state(false);
  /** Whether the account was made just now, on this page. */
  isNew = $state(false);
  #renewing = false;

  enter(token: string, isNew = false): void {
    localStorage.setItem(KEPT_AS, token);
    this.ended = false;
    this.isNew = isNew;
    this.token = token;
  }

  /**
   * For changes that end every login, this one too, and answer with a new token: until it is here, the end of the old
   * one is no sign-out.
   */
  async renew<Answer extends { token: string }>(change: () => Promise<Answer>): Promise<Answer> {
    this.#renewing = true;
    try {
      const answer = await change();
      this.enter(answer.token);
      return answer;
    } finally {
      this.#renewing = false;
    }
  }

  leave(ended = false): void {
    if (ended && this.#renewing) return;
    localStorage.removeItem(KEPT_AS);
    this.ended = ended;
    this.token = null;
  }
}

export const login = new Login();
