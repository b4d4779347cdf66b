//! Numbers of the wire that may grow: enums and flags as newtypes, so that values which this version does not know
//! survive reading and writing. Private to the crate; the types that the macros make are public.

/// An enum on the wire as a newtype over its number, with one constant per known value.
macro_rules! numbers {
    ($(#[$meta:meta])* $name:ident($repr:ty) { $($constant:ident = $value:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $repr);

        impl $name {
            $(#[doc = concat!("`", $value, "`.")] pub const $constant: Self = Self($value);)*

            /// Name of the value, if it is known.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some(stringify!($constant)),)*
                    _ => None,
                }
            }

            /// The number on the wire.
            pub const fn get(self) -> $repr {
                self.0
            }

            /// Whether this version knows the value.
            pub const fn is_known(self) -> bool {
                self.name().is_some()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "{}({})", stringify!($name), self.0),
                }
            }
        }
    };
}

/// Bit flags on the wire as a newtype over a number, with one constant per known bit.
macro_rules! flags {
    ($(#[$meta:meta])* $name:ident($repr:ty) { $($constant:ident = $bit:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $repr);

        impl $name {
            /// No bit.
            pub const NONE: Self = Self(0);
            $(#[doc = concat!("Bit ", $bit, ".")] pub const $constant: Self = Self(1 << $bit);)*
            /// Every known bit.
            pub const ALL: Self = Self($((1 << $bit) |)* 0);

            /// The bits, unknown ones included.
            pub const fn bits(self) -> $repr {
                self.0
            }

            /// Whether every bit of `other` is set.
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// Whether any bit of `other` is set.
            pub const fn intersects(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// Whether no bit is set.
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Both sets together; usable in constants.
            pub const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// This set without the bits of `other`.
            pub const fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                self.union(other)
            }
        }
        impl std::ops::BitOrAssign for $name {
            fn bitor_assign(&mut self, other: Self) {
                self.0 |= other.0;
            }
        }
        impl std::ops::BitAnd for $name {
            type Output = Self;
            fn bitand(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let known: &[(&str, Self)] = &[$((stringify!($constant), Self::$constant)),*];
                let names: Vec<_> = known.iter().filter(|(_, bit)| self.contains(*bit)).map(|(n, _)| *n).collect();
                write!(f, "{} ({})", self.0, names.join(" | "))
            }
        }
    };
}

pub(crate) use {flags, numbers};
