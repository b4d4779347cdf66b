//! A guide as the server would tell of it: an original that has changed, a translation that has not, and what they were.
import type { GuidePage, Overview } from '../state/guide/words';
import { GUILD_ID, timeAgo, USERS } from './wire';

const GUIDE = `/parvis/v1/guilds/${GUILD_ID}/guide`;
const DAY_MIN = 60 * 24;

const FRENCH = `Un parvis est la place devant un bâtiment, ouverte à tout le monde. Ici, on se retrouve **le premier samedi du mois**.

## Trouver la place

1. Sortez du métro côté canal.
2. Suivez les affiches bleues.
3. Demandez [l’accueil](accueil) en arrivant.

## Ce qu’on apporte

| quoi | combien |
|---|---|
| tables | deux par stand |
| eau | une bouteille par personne |

## Si la pluie s’en mêle

> On se retrouve sous les arcades, à la même heure.

- Rien n’est annulé sans un message dans **annonces**.
- Le lieu de repli est dit [sur la carte](/map).
`;
const ARABIC = 'الباحة ساحة أمام مبنى، مفتوحة للجميع. نلتقي هنا **أول سبت من كل شهر**.\n\n## العثور على الساحة\n\n1. اخرجوا من المترو من جهة القناة.\n2. اتبعوا الملصقات الزرقاء.\n\n## ما نحضره\n\n- طاولتان لكل جناح\n\n## إن أمطرت\n\n> نلتقي تحت الأقواس.';

const page = (slug: string, language: string, version: number, title: string, text: string, more: Partial<GuidePage> = {}): GuidePage => ({
  slug, language, version, title, text, source: null, out_of_date: false, made_at: timeAgo(DAY_MIN * (9 - version)), made_by: USERS.me.id, ...more,
});
const original = page('venir', 'fr', 3, 'Venir sur la place', FRENCH);
const older = page('venir', 'fr', 2, 'Venir sur la place', FRENCH.replace('côté canal', 'côté gare').replace('> On se retrouve', '> On s’abrite'), { made_by: null });
const first = page('venir', 'fr', 1, 'Venir', FRENCH.split('\n\n')[0] ?? '', { made_by: USERS.ines.id });
const arabic = page('venir', 'ar', 1, 'المجيء إلى الساحة', ARABIC, { source: { language: 'fr', version: 2 }, out_of_date: true });
const welcome = page('accueil', 'fr', 1, 'Accueillir celles et ceux qui arrivent', 'Une phrase suffit.');

const heading = ({ language, title, version, made_at, out_of_date }: GuidePage) => ({ language, title, version, made_at, out_of_date });
const overview: Overview = {
  public: true,
  can_edit: true,
  pages: [{ slug: 'venir', languages: [heading(arabic), heading(original)] }, { slug: 'accueil', languages: [heading(welcome)] }],
  withdrawn: [{ slug: 'vieux', language: 'fr', version: 4, title: 'Le marché de Noël' }],
};

const at = (path: string, answer: unknown) => [new RegExp(`^${path}$`), () => answer] as const;

export const GUIDE_PAGES: readonly (readonly [RegExp, () => unknown])[] = [
  at(GUIDE, overview),
  at(`${GUIDE}/pages/venir`, { pages: [arabic, original] }),
  at(`${GUIDE}/pages/accueil`, { pages: [welcome] }),
  at(`${GUIDE}/pages/venir/fr/versions`, { versions: [original, older, first] }),
  at('/parvis/v1/guilds/1/guide', { ...overview, can_edit: false, public: false, pages: [], withdrawn: [] }),
];
