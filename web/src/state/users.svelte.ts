//! Everybody whom the client has heard of, by id: one object per person, replaced when it changes.
import { SvelteMap } from 'svelte/reactivity';
import type { APIUser } from 'discord-api-types/v10';

export class Users {
  #known = new SvelteMap<string, APIUser>();

  get(id: string): APIUser | undefined {
    return this.#known.get(id);
  }

  /** Remembers somebody. What is the same stays the same object, so that nothing is drawn again. */
  add(user: APIUser): void {
    const known = this.#known.get(user.id);
    if (known !== undefined && isSameUser(known, user)) return;
    this.#known.set(user.id, user);
  }

  /** Everybody whom `matches` takes. */
  filter(matches: (user: APIUser) => boolean): APIUser[] {
    return [...this.#known.values()].filter(matches);
  }
}

/** Whether two say the same of a person, as far as anything is drawn of it. */
export function isSameUser(a: APIUser, b: APIUser): boolean {
  return a.username === b.username && a.global_name === b.global_name && a.avatar === b.avatar && a.bot === b.bot && a.discriminator === b.discriminator;
}
