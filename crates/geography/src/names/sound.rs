//! How a folded word sounds, roughly, in any language that writes it so: one sign for each sound, and what it costs to
//! take one sound for another.

/// A word as it sounds. Small letters are the sounds that they stand for in most languages; `S` is sh, `C` ch, `Z` zh,
/// `J` dzh, `c` ts, `h` also kh, `j` the half vowel. Letters of other scripts stay as their bytes.
pub type Sound = Vec<u8>;

/// Costs are counted in tenths of a wrong letter.
pub type Cost = u16;

/// What a letter costs that has nothing to do with the one in its place.
pub const LETTER: Cost = 10;

/// Neighbours that changed places: the most frequent slip of a typing hand.
pub const SWAPPED: Cost = 8;

/// What several letters stand for, the longest first.
const SEVERAL: &[(&str, &str)] = &[
    ("shch", "SC"),
    ("tsch", "C"),
    ("sch", "S"),
    ("tch", "C"),
    ("dzh", "J"),
    ("sh", "S"),
    ("ch", "C"),
    ("zh", "Z"),
    ("dj", "J"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ck", "k"),
    ("qu", "k"),
    ("ts", "c"),
    ("tz", "c"),
    ("ou", "u"),
    ("oo", "u"),
    ("iy", "i"),
    ("yi", "i"),
    ("x", "ks"),
    ("q", "k"),
    ("y", "i"),
];

/// How the folded word sounds. Doubled sounds are one.
pub fn of(word: &str) -> Sound {
    let mut sound = Sound::with_capacity(word.len());
    let mut push = |sign: u8| {
        // Bytes of other scripts may repeat and mean it.
        if sign >= 0x80 || sound.last() != Some(&sign) {
            sound.push(sign);
        }
    };
    let mut rest = word;
    while let Some(&first) = rest.as_bytes().first() {
        if let Some((letters, signs)) = SEVERAL.iter().find(|(letters, _)| rest.starts_with(letters)) {
            signs.bytes().for_each(&mut push);
            rest = &rest[letters.len()..];
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            if length == 1 {
                push(if first == b'c' { hard_or_soft_c(rest) } else { first });
            } else {
                rest[..length].bytes().for_each(&mut push);
            }
            rest = &rest[length..];
        }
    }
    sound
}

/// `c` is k before dark vowels and consonants, and something like s or ts before bright ones.
fn hard_or_soft_c(rest: &str) -> u8 {
    match rest.as_bytes().get(1) {
        Some(b'e' | b'i' | b'y') => b'c',
        _ => b'k',
    }
}

/// What is left when short vowels are not written and neighbours among the consonants are one: the form in which
/// Arabic spellings meet the others.
pub fn skeleton(sound: &[u8]) -> Sound {
    let mut skeleton = Sound::with_capacity(sound.len());
    for &sign in sound {
        let sign = match sign {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'j' | b'w' => continue,
            b'g' | b'q' => b'k',
            b'z' | b'c' => b's',
            b'C' => b'S',
            b'J' => b'Z',
            b'p' => b'b',
            b'v' => b'f',
            other => other,
        };
        skeleton.push(sign);
    }
    skeleton
}

const fn is_vowel(sign: u8) -> bool {
    matches!(sign, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// What a sound costs that only one of the spellings has.
pub const fn missing(sign: u8) -> Cost {
    match sign {
        b'i' | b'h' | b'j' | b'w' => 4,
        b'a' | b'e' | b'o' | b'u' => 6,
        _ => LETTER,
    }
}

/// Sounds that languages and ways of writing exchange, and what that costs.
const ALIKE: &[(u8, u8, u8)] = &[
    (b'i', b'j', 2),
    (b'u', b'w', 2),
    (b'v', b'w', 2),
    (b'Z', b'J', 2),
    (b'u', b'v', 2),
    (b'o', b'u', 3),
    (b'o', b'a', 2),
    (b'i', b'e', 3),
    (b'e', b'a', 3),
    (b'J', b'j', 3),
    (b's', b'z', 4),
    (b's', b'c', 4),
    (b's', b'S', 4),
    (b'c', b'C', 4),
    (b'S', b'C', 4),
    (b'Z', b'z', 4),
    (b'Z', b'j', 4),
    (b'g', b'h', 3),
    (b'J', b'C', 5),
    (b'J', b'g', 5),
    (b'k', b'g', 5),
    (b'k', b'h', 5),
    (b'k', b'c', 5),
    (b'C', b'k', 5),
    (b'S', b'Z', 5),
    (b'd', b't', 5),
    (b'f', b'v', 5),
    (b'b', b'p', 6),
    (b'b', b'v', 7),
    (b'm', b'n', 7),
];

static REPLACED: [[u8; 128]; 128] = replaced_table();

const fn replaced_table() -> [[u8; 128]; 128] {
    let mut table = [[LETTER as u8; 128]; 128];
    let mut a = 0;
    while a < 128 {
        let mut b = 0;
        while b < 128 {
            if a == b {
                table[a][b] = 0;
            } else if is_vowel(a as u8) && is_vowel(b as u8) {
                table[a][b] = 4;
            }
            b += 1;
        }
        a += 1;
    }
    let mut pair = 0;
    while pair < ALIKE.len() {
        let (a, b, cost) = ALIKE[pair];
        table[a as usize][b as usize] = cost;
        table[b as usize][a as usize] = cost;
        pair += 1;
    }
    table
}

/// What it costs to take one sound for the other.
pub fn replaced(a: u8, b: u8) -> Cost {
    if a < 128 && b < 128 {
        Cost::from(REPLACED[a as usize][b as usize])
    } else if a == b {
        0
    } else {
        LETTER
    }
}

/// Row 0 of the table of costs: what it costs to have nothing of the query's first sounds.
pub fn first_row(query: &[u8]) -> Vec<Cost> {
    let mut row = vec![0];
    row.extend(query.iter().scan(0, |cost, sign| {
        *cost += missing(*sign);
        Some(*cost)
    }));
    row
}

/// The next row, for one more sound of the other word. `before` is the sound before it with the row before the last.
pub fn next_row(query: &[u8], sign: u8, last: &[Cost], before: Option<(u8, &[Cost])>, row: &mut Vec<Cost>) {
    row.clear();
    row.push(last[0] + missing(sign));
    for place in 1..=query.len() {
        let own = query[place - 1];
        let kept = last[place - 1] + replaced(own, sign);
        let left_out = row[place - 1] + missing(own);
        let put_in = last[place] + missing(sign);
        let mut least = kept.min(left_out).min(put_in);
        if let Some((sign_before, row_before)) = before
            && place >= 2
            && query[place - 2] == sign
            && sign_before == own
        {
            least = least.min(row_before[place - 2] + SWAPPED);
        }
        row.push(least);
    }
}

/// What it costs to come from one word to the other (weighted Damerau-Levenshtein, neighbours swapped once).
pub fn distance(a: &[u8], b: &[u8]) -> Cost {
    let mut rows: [Vec<Cost>; 3] = [Vec::new(), first_row(a), Vec::new()];
    for (place, &sign) in b.iter().enumerate() {
        let [before, last, next] = &mut rows;
        let swapped = place.checked_sub(1).map(|before_place| (b[before_place], before.as_slice()));
        next_row(a, sign, last, swapped, next);
        rows.rotate_left(1);
    }
    rows[1].last().copied().unwrap_or(0)
}
