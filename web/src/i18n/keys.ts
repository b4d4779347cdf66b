//! The keys of all catalogues, as types: a key that is in no catalogue does not compile. French is the one that leads.
import type account from '../../catalogues/fr/account.json';
import type agenda from '../../catalogues/fr/agenda.json';
import type aid from '../../catalogues/fr/aid.json';
import type audit from '../../catalogues/fr/audit.json';
import type composer from '../../catalogues/fr/composer.json';
import type core from '../../catalogues/fr/core.json';
import type door from '../../catalogues/fr/door.json';
import type emoji from '../../catalogues/fr/emoji.json';
import type guard from '../../catalogues/fr/guard.json';
import type guide from '../../catalogues/fr/guide.json';
import type guild from '../../catalogues/fr/guild.json';
import type map from '../../catalogues/fr/map.json';
import type markdown from '../../catalogues/fr/markdown.json';
import type notifications from '../../catalogues/fr/notifications.json';
import type paper from '../../catalogues/fr/paper.json';
import type people from '../../catalogues/fr/people.json';
import type places from '../../catalogues/fr/places.json';
import type policies from '../../catalogues/fr/policies.json';
import type rights from '../../catalogues/fr/rights.json';
import type talk from '../../catalogues/fr/talk.json';

/** One catalogue per room. */
type Catalogues = typeof account & typeof agenda & typeof aid & typeof audit & typeof composer & typeof core & typeof door & typeof emoji & typeof guard & typeof guide & typeof guild & typeof map & typeof markdown & typeof notifications & typeof paper & typeof people & typeof places & typeof policies & typeof rights & typeof talk;

export type Key = keyof Catalogues & string;
