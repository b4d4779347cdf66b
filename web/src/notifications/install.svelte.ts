//! Putting the page among the device's apps, where the browser offers it.

interface InstallEvent extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

class Installer {
  #offer = $state.raw<InstallEvent | null>(null);

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      // The browser's own bar would come in the middle of a conversation: the settings offer it instead.
      event.preventDefault();
      this.#offer = event as InstallEvent;
    });
    addEventListener('appinstalled', () => (this.#offer = null));
  }

  get isOffered(): boolean {
    return this.#offer !== null;
  }

  async install(): Promise<void> {
    await this.#offer?.prompt();
    this.#offer = null;
  }
}

export const installer = new Installer();
