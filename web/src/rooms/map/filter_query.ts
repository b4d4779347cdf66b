//! Filters in an address, so that they can be passed on with it.
import { NO_FILTERS, type Filters } from '../../state/directory/area_page.svelte';
import { ACTIVITIES, JOIN_MODES } from './map_words';

export function filtersIn(query: URLSearchParams): Filters {
  const oneOf = <Word extends string>(words: readonly Word[], name: string): Word | null => words.find((it) => it === query.get(name)) ?? null;
  return { ...NO_FILTERS, language: query.get('language'), tag: query.get('tag'), activity: oneOf(ACTIVITIES, 'activity'), join: oneOf(JOIN_MODES, 'join') };
}

export function queryOf(filters: Filters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).flatMap(([name, value]) => (value === null ? [] : [[name, value as string]])));
}
