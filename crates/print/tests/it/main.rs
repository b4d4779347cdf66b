//! Sheets as they come out of a printer: rasterised by another program, their codes read by another library.

mod paper;
mod preview;
mod samples;
mod sheets;
