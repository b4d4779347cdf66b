//! Tests of likeness through its public interface, on generated texts, drawings, clips and names.

mod bank;
mod chance;
mod drawing;
mod file;
mod image;
mod names;
mod text;
mod video;
