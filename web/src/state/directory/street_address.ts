//! Whether a text names a door: a street with the number of a house. A place on the map is an area, and words about a
//! group should tell no more than that. Only a hint for who writes: courtyards are called after their houses, too.

/** Words for streets behind the number of the house: French. */
const AFTER_NUMBER = ['rue', 'avenue', 'av', 'bd', 'boulevard', 'impasse', 'allée', 'chemin', 'quai', 'place'];
/** In front of the name, which the number follows: Spanish, Russian, Belarusian, Arabic. */
const BEFORE_NAME = ['calle', 'c/', 'avenida', 'avda', 'paseo', 'улица', 'ул', 'проспект', 'пр-т', 'переулок', 'пер', 'бульвар', 'шоссе', 'вуліца', 'вул', 'праспект', 'завулак', 'شارع', 'زنقة', 'نهج', 'جادة'];
/** Behind the name, with the number in front of both: English; or behind: Russian and Belarusian. */
const ENGLISH = ['street', 'st', 'road', 'rd', 'avenue', 'ave', 'lane', 'square'];
const BEHIND_NAME = ['улица', 'вуліца', 'проспект', 'праспект'];
/** Words for the number of a house. */
const NUMBER = '(?:no?\\.?|n°|№|дом|д\\.|дом №|رقم)?\\s*\\d{1,4}(?:\\s*(?:bis|ter|[a-zа-я]))?';

const any = (words: readonly string[]) => words.join('|');
const [EDGE_BEFORE, EDGE_BEHIND] = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'];
/** A few words, and no end of a sentence between them. */
const FEW = '[\\s.]+(?:[\\p{L}’\'-]+[\\s,،]+){0,4}?';
const PATTERNS = [
  // 12, rue des Lilas
  `${EDGE_BEFORE}${NUMBER}\\s*,?\\s+(?:${any(AFTER_NUMBER)})${EDGE_BEHIND}`,
  // calle Mayor 12; ул. Ленина, д. 5; شارع الحمامة 12
  `${EDGE_BEFORE}(?:${any(BEFORE_NAME)})${FEW}${NUMBER}${EDGE_BEHIND}`,
  // 12 Baker Street
  `${EDGE_BEFORE}\\d{1,4}[a-z]?\\s+(?:\\p{L}+\\s+){1,3}(?:${any(ENGLISH)})${EDGE_BEHIND}`,
  // Тимирязева улица, 72
  `${EDGE_BEFORE}(?:${any(BEHIND_NAME)})\\.?\\s*,?\\s+${NUMBER}${EDGE_BEHIND}`,
].map((it) => new RegExp(it, 'iu'));

/** The first door that a text names. */
export function streetAddressIn(text: string): string | null {
  // Digits of every script are read as ours.
  const plain = text.replace(/[٠-٩]/g, (it) => String(it.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (it) => String(it.charCodeAt(0) - 0x6f0));
  for (const pattern of PATTERNS) {
    const found = pattern.exec(plain);
    if (found) return text.slice(found.index, found.index + found[0].length).trim();
  }
  return null;
}
