//! The factors through their public interface.

mod webauthn;
