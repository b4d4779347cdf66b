//! Recovery codes that were just made: shown once, kept nowhere. They outlive the page, because the login that a second
//! factor brings builds the page anew.

class RecoveryCodes {
  fresh = $state.raw<readonly string[]>([]);

  take(codes: readonly { code: string }[]): void {
    this.fresh = codes.map((it) => it.code);
  }

  forget(): void {
    this.fresh = [];
  }
}

export const recoveryCodes = new RecoveryCodes();
