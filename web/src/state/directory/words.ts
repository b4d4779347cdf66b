//! The words of the map as they travel: types of the server's own document, and the name of a place for a reader.
import type { components } from '../../api/parvis';

type Schemas = components['schemas'];

export type MapSummary = Schemas['DirectoryMap'];
export type AreaRef = Schemas['DirectoryAreaRef'];
export type Area = Schemas['DirectoryArea'];
export type Group = Schemas['DirectoryGroup'];
export type Listing = Schemas['DirectoryListing'];
export type KeptGroup = Schemas['DirectoryKeptGroup'];
export type Submission = Schemas['DirectorySubmission'];
export type Similar = Schemas['DirectorySimilar'];
/** What is sent of a group; its flag is described where flags are chosen. */
export type GroupBody = Omit<Schemas['DirectoryGroupBody'], 'flag'> & { flag?: object | null };
export type Proof = Schemas['DirectoryProof'];
export type GroupReport = Schemas['DirectoryReport'];
export type Removal = Schemas['DirectoryRemoval'];

export type JoinMode = Group['join']['mode'];
export type Via = Group['join']['via'];
export type Visibility = Group['visibility'];
export type Activity = Group['activity'];
export type MembersShown = Group['members']['shown'];

/** Longitude and latitude, in degrees. */
export type Position = readonly [number, number];

/** Where all routes of the map begin. */
export const MAP_PATH = '/parvis/v1/directory';

/** The name of a place in the reader's language, else the one that it has there. */
export function nameOf(area: Pick<AreaRef, 'name' | 'names'>, locale: string): string {
  return (area.names as Record<string, string>)[locale] ?? area.name;
}

/** The text in the reader's language, else in the page's first ones, else any. */
export function textFor(texts: Readonly<Record<string, string>>, locale: string): { language: string; text: string } | null {
  const language = [locale, 'fr', 'en', ...Object.keys(texts)].find((it) => texts[it] !== undefined);
  const text = language === undefined ? undefined : texts[language];
  return language === undefined || text === undefined ? null : { language, text };
}
