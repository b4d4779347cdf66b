import { describe, expect, it } from 'vitest';

import { streetAddressIn } from './street_address';

describe('a door in a text', () => {
  it.each([
    ['On se retrouve au 12, rue des Lilas le samedi.', '12, rue'],
    ['Local associatif, 12 bis avenue Jean Jaurès', '12 bis avenue'],
    ['Nos vemos en la calle Mayor 12', 'calle Mayor 12'],
    ['Meet us at 221b Baker Street', '221b Baker Street'],
    ['Встреча: ул. Ленина, д. 5', 'ул. Ленина, д. 5'],
    ['Двор на Тимирязева улица, 72', 'улица, 72'],
    ['вуліца Якуба Коласа 37', 'вуліца Якуба Коласа 37'],
    ['نلتقي في شارع الحمامة ١٢ مساءً', 'شارع الحمامة ١٢'],
    ['شارع محمد الخامس، رقم 7', 'شارع محمد الخامس، رقم 7'],
  ])('%s', (text, found) => expect(streetAddressIn(text)).toBe(found));

  it.each([
    'Les voisins de la rue du Canal', 'La place Carrée : goûter à 16 h, tous les samedis', 'Depuis 2021, 120 personnes', 'Двор, 15 домов и один сквер', 'Ouvert de 9 h à 12 h',
    'حي الرياض: ٢٠٠ عائلة', 'Plaza para 12 personas', 'Street party since 2019', 'Avenue of 300 trees', 'Les 3 rues du quartier',
  ])('is none in: %s', (text) => expect(streetAddressIn(text)).toBeNull());
});
