//! The catalogues of one language that every visit needs, in one piece that is loaded when the language is chosen.
const rooms = import.meta.glob<Record<string, string>>(['../../../catalogues/en/*.json', '!**/{account,agenda,aid,audit,guard,guide,guild,map,paper,policies,rights}.json'], { eager: true, import: 'default' });

export default Object.assign({}, ...Object.values(rooms)) as Record<string, string>;
