//! Guides: what readers see, and what those who write in them do.
import { Api } from '../../api/client';
import Guide from '../../rooms/guide/Guide.svelte';
import { story, type Story } from '../story';
import { GUILD_ID } from '../wire';

const api = new Api('/api/v10', null);
const guide = (slug: string | null, query = '') => ({ api, guild: GUILD_ID, name: 'La maison', slug, query: new URLSearchParams(query), hasList: false });

export const stories: readonly Story[] = [
  story('contents', Guide, guide(null), { stage: 60, wide: true }),
  story('nothing', Guide, { ...guide(null), guild: '1' }, { stage: 40 }),
  story('page', Guide, guide('venir', 'lang=fr'), { stage: 64, wide: true }),
  story('page/out of date', Guide, guide('venir', 'lang=ar'), { stage: 48 }),
  story('page/gone', Guide, guide('nulle-part'), { stage: 26 }),
  story('new', Guide, guide(null, 'new=1'), { stage: 40 }),
  story('write', Guide, guide('accueil', 'edit=fr'), { stage: 50 }),
  story('translate', Guide, guide('venir', 'edit=ar'), { stage: 64, wide: true }),
  story('translate/choose', Guide, guide('venir', 'edit=&from=fr'), { stage: 30 }),
  story('versions', Guide, guide('venir', 'versions=fr'), { stage: 60 }),
];
