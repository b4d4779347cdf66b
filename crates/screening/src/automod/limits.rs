//! What rules may hold, after Discord's documentation ("Auto Moderation", trigger metadata field limits).

/// Keywords of one rule.
pub const KEYWORDS_MAX: usize = 1_000;
/// Characters of a keyword, or of an allowed word.
pub const KEYWORD_CHARS_MAX: usize = 60;
/// Patterns of one rule.
pub const PATTERNS_MAX: usize = 10;
/// Characters of a pattern.
pub const PATTERN_CHARS_MAX: usize = 260;
/// Allowed words of a rule with keywords of its own.
pub const ALLOWED_MAX: usize = 100;
/// Allowed words of a rule with our lists.
pub const PRESET_ALLOWED_MAX: usize = 1_000;
/// The highest number of mentions that a message may be allowed.
pub const MENTIONS_MAX: u32 = 50;
/// What one compiled pattern may take, in bytes. `\w{25,}` takes a little over one mebibyte: Unicode has many letters.
pub const PATTERN_BYTES_MAX: usize = 1 << 21;
/// What one pattern may remember while it runs, in bytes.
pub const PATTERN_MEMORY_BYTES_MAX: usize = 1 << 20;
