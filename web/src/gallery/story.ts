//! A story: one component in one state. Stories are data, so that a list of them is all that a new state needs.
import { createRawSnippet, type Snippet } from 'svelte';

import type { World } from './world';

/** Any component, whatever it takes. */
type AnyComponent = (internals: never, props: never) => unknown;

/** What a story may need to draw itself. */
export interface Scene {
  world: World;
  /** The box that the story stands in: what lies over a page lies over this. */
  stage: HTMLElement;
}

export interface Story {
  /** Unique; its address is what stands after the hash. */
  name: string;
  component: AnyComponent;
  props: (scene: Scene) => object;
  options: StoryOptions;
}

export interface StoryOptions {
  /** Sets things up: the story then has a world of its own. */
  prepare?: (world: World) => void;
  /** Height in rem of a page of its own, for what lies over a page or fills one. */
  stage?: number;
  /** Height in rem that it takes at least. */
  room?: number;
  /** As wide as the page. */
  wide?: boolean;
  /** The channel in which it plays; else the first one. */
  channel?: string;
  /** What somebody does in it, once it is there. */
  act?: (stage: HTMLElement, world: World) => void;
  /** Without ground and distance: what has its own. */
  bare?: boolean;
}

/** A component in one state. */
export function story<It extends AnyComponent>(name: string, component: It, props: Parameters<It>[1] | ((scene: Scene) => Parameters<It>[1]), options: StoryOptions = {}): Story {
  return { name, component, props: typeof props === 'function' ? (props as (scene: Scene) => object) : () => props as object, options };
}

/** Words where a component wants to be given something to draw. */
export function words(text: string): Snippet {
  return createRawSnippet(() => ({ render: () => `<span>${text.replace(/[<>&]/gu, '')}</span>` }));
}

export const nothing = (): void => undefined;
