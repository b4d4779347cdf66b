//! What settings say: loaded after the first screen.
const rooms = import.meta.glob<Record<string, string>>('../../../catalogues/be/{account,audit,guild,rights}.json', { eager: true, import: 'default' });

export default Object.assign({}, ...Object.values(rooms)) as Record<string, string>;
