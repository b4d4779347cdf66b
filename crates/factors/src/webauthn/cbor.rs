//! As much of CBOR (RFC 8949) as authenticators write (CTAP2's canonical form): definite lengths, no tags, no floating
//! numbers, few levels.

/// Levels that are followed; authenticators use four at most.
const DEPTH_MAX: u8 = 8;

/// One value. Of arrays and maps, how many values, or pairs of values, come behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Integer(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Array(u64),
    Map(u64),
    Simple,
}

/// Reads the first value; what is behind it comes with it.
pub(super) fn item(bytes: &[u8]) -> Option<(Item<'_>, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (kind, short) = (first >> 5, first & 0x1f);
    let (number, rest) = number(short, rest)?;
    let piece = || rest.split_at_checked(usize::try_from(number).ok()?);
    match kind {
        0 => Some((Item::Integer(i64::try_from(number).ok()?), rest)),
        1 => Some((Item::Integer(-1 - i64::try_from(number).ok()?), rest)),
        2 => piece().map(|(bytes, rest)| (Item::Bytes(bytes), rest)),
        3 => {
            let (text, rest) = piece()?;
            Some((Item::Text(std::str::from_utf8(text).ok()?), rest))
        }
        4 => Some((Item::Array(number), rest)),
        5 => Some((Item::Map(number), rest)),
        // True, false and null.
        7 if (20..=22).contains(&short) => Some((Item::Simple, rest)),
        _ => None,
    }
}

fn number(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let length = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(length)?;
    Some((bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), rest))
}

/// What is behind the first value and everything in it.
pub(super) fn skip(bytes: &[u8]) -> Option<&[u8]> {
    skip_to(bytes, DEPTH_MAX)
}

fn skip_to(bytes: &[u8], depth: u8) -> Option<&[u8]> {
    let (first, mut rest) = item(bytes)?;
    let inner = match first {
        Item::Array(count) => count,
        Item::Map(pairs) => pairs.checked_mul(2)?,
        _ => return Some(rest),
    };
    let depth = depth.checked_sub(1)?;
    // Each value takes a byte at least, so that a count that lies ends soon.
    for _ in 0..inner {
        rest = skip_to(rest, depth)?;
    }
    Some(rest)
}

/// `authData` of an attestation object (section 6.5.4).
pub(super) fn auth_data(object: &[u8]) -> Option<&[u8]> {
    let (Item::Map(pairs), mut rest) = item(object)? else { return None };
    let mut found = None;
    for _ in 0..pairs {
        let (Item::Text(key), value) = item(rest)? else { return None };
        if key == "authData" {
            let (Item::Bytes(data), _) = item(value)? else { return None };
            // Said twice, it says two things.
            if found.replace(data).is_some() {
                return None;
            }
        }
        rest = skip(value)?;
    }
    found.filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_rfc_8949_appendix_a() {
        for (bytes, value) in [
            (&[0x00][..], Item::Integer(0)),
            (&[0x17], Item::Integer(23)),
            (&[0x18, 0x64], Item::Integer(100)),
            (&[0x1b, 0, 0, 0, 0xe8, 0xd4, 0xa5, 0x10, 0], Item::Integer(1_000_000_000_000)),
            (&[0x20], Item::Integer(-1)),
            (&[0x39, 0x03, 0xe7], Item::Integer(-1000)),
            (&[0x44, 1, 2, 3, 4], Item::Bytes(&[1, 2, 3, 4])),
            (&[0x62, 0xc3, 0xbc], Item::Text("ü")),
            (&[0x83], Item::Array(3)),
            (&[0xa2], Item::Map(2)),
            (&[0xf5], Item::Simple),
        ] {
            assert_eq!(item(bytes), Some((value, &[][..])), "{bytes:?}");
        }
    }

    #[test]
    fn what_authenticators_do_not_write_is_refused() {
        let deep = [vec![0x81; 9], vec![0x00]].concat();
        for bytes in [
            &[][..],
            &[0x18],
            &[0x44, 1, 2],
            &[0x5f, 0xff],
            &[0xc0, 0x00],
            &[0xf9, 0x3c, 0x00],
            &[0x62, 0xff, 0xff],
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0],
            &deep,
        ] {
            assert_eq!(skip(bytes), None, "{bytes:?}");
        }
        assert_eq!(skip(&[0x81, 0xa1, 0x01, 0x02, 0x07]), Some(&[0x07][..]));
    }
}
