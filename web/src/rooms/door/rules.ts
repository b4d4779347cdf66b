//! What the server asks of a name and a password, told while one types. The server decides.

export interface Rule {
  id: 'name_length' | 'name_characters' | 'password_length' | 'password_differs' | 'password_varied';
  kept: boolean;
}

const NAME_CHARS_MIN = 2;
const NAME_CHARS_MAX = 32;

export function nameRules(name: string): Rule[] {
  const length = [...name].length;
  return [
    { id: 'name_length', kept: length >= NAME_CHARS_MIN && length <= NAME_CHARS_MAX },
    { id: 'name_characters', kept: name !== '' && /^[\p{L}\p{M}\p{N}._]+$/u.test(name) },
  ];
}

/** The length is the server's rule; the two others are advice that keeps an account safe. */
export function passwordRules(password: string, name: string, lengthMin: number): Rule[] {
  const lower = password.toLowerCase();
  return [
    { id: 'password_length', kept: [...password].length >= lengthMin },
    { id: 'password_differs', kept: password !== '' && (name === '' || !lower.includes(name.toLowerCase())) },
    { id: 'password_varied', kept: new Set(lower).size >= 5 },
  ];
}
