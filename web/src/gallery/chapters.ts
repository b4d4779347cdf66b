//! The pages of the gallery, in their order: what the tests go through.

export const CHAPTERS = ['parts', 'texts', 'messages', 'media', 'bots', 'composer', 'places', 'people', 'waiting', 'overlays', 'menus', 'settings', 'guild', 'guard', 'map', 'guide', 'agenda', 'aid', 'paper', 'door'] as const;

export type Chapter = (typeof CHAPTERS)[number];
