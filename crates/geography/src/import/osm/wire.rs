//! The encoding of protocol buffers, as far as extracts use it: fields with numbers, whole numbers of any length.

/// Bytes that are not what they should be, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub &'static str);

const ENDS_EARLY: Broken = Broken("it ends in the middle of a value");

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    /// A number, of which the sign is in the lowest bit.
    pub fn signed(self) -> Result<i64, Broken> {
        self.number().map(signed)
    }

    pub fn number(self) -> Result<u64, Broken> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Bytes(_) => Err(Broken("a number is no number")),
        }
    }

    pub fn bytes(self) -> Result<&'a [u8], Broken> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Number(_) => Err(Broken("a list is a number")),
        }
    }
}

/// The fields of a message, in their order; the first that is broken is the last.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a>(pub &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.take();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn take(&mut self) -> Result<(u64, Value<'a>), Broken> {
        let key = varint(&mut self.0)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.0)?),
            1 => Value::Bytes(split(&mut self.0, 8)?),
            2 => {
                let length = varint(&mut self.0)?;
                Value::Bytes(split(&mut self.0, length)?)
            }
            5 => Value::Bytes(split(&mut self.0, 4)?),
            _ => return Err(Broken("it has a field of no known form")),
        };
        Ok((key >> 3, value))
    }
}

/// Numbers in one row; the first that is broken is the last.
#[derive(Debug, Clone, Copy, Default)]
pub struct Packed<'a>(pub &'a [u8]);

impl Iterator for Packed<'_> {
    type Item = Result<u64, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let number = varint(&mut self.0);
        if number.is_err() {
            self.0 = &[];
        }
        Some(number)
    }
}

/// Numbers in one row, each told as its difference from the one before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deltas<'a> {
    packed: Packed<'a>,
    last: i64,
}

impl<'a> Deltas<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { packed: Packed(bytes), last: 0 }
    }
}

impl Iterator for Deltas<'_> {
    type Item = Result<i64, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        let delta = self.packed.next()?;
        // What does not fit is no id and no place, and is refused where it is looked up.
        Some(delta.map(|delta| {
            self.last = self.last.wrapping_add(signed(delta));
            self.last
        }))
    }
}

fn varint(bytes: &mut &[u8]) -> Result<u64, Broken> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(ENDS_EARLY)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Broken("a number is too long"))
}

fn split<'a>(bytes: &mut &'a [u8], length: u64) -> Result<&'a [u8], Broken> {
    let length = usize::try_from(length).map_err(|_| ENDS_EARLY)?;
    let (head, rest) = bytes.split_at_checked(length).ok_or(ENDS_EARLY)?;
    *bytes = rest;
    Ok(head)
}

const fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}
