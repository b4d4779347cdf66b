//! The places in which is measured: written straight into a new database, before the server starts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use parvis_app::App;
use parvis_app::clock::SystemClock;
use parvis_server::Config;
use parvis_server::config::Options;
use parvis_server::house::open_app;
use tempfile::TempDir;

/// Which disk and which program are measured.
#[derive(Args)]
pub struct Site {
    /// Folder on the disk to be measured.
    #[arg(long, default_value = ".")]
    folder: PathBuf,
    /// The server to measure; default: `parvis` beside this program.
    #[arg(long)]
    server: Option<PathBuf>,
}

impl Site {
    /// A data folder that vanishes, and the program.
    pub fn prepare(&self) -> anyhow::Result<(TempDir, PathBuf)> {
        let beside = std::env::current_exe()?.with_file_name("parvis");
        Ok((tempfile::tempdir_in(&self.folder)?, self.server.clone().unwrap_or(beside)))
    }
}

/// Opens the database of a data folder without serving.
pub async fn open(folder: &Path) -> anyhow::Result<App> {
    let options = Options { data: Some(folder.to_owned()), ..Options::default() };
    open_app(&Config::load(options)?, Arc::new(SystemClock)).await
}

/// Command line of a server on a data folder and a free port.
pub fn arguments(folder: &Path) -> Vec<String> {
    let data = folder.display().to_string();
    ["serve", "--data", &data, "--listen", "127.0.0.1:0"].map(str::to_owned).to_vec()
}

/// A value of a sorted list, by its part between 0 and 1.
pub fn quantile(sorted: &[u32], part: f64) -> f64 {
    let index = (sorted.len().saturating_sub(1) as f64 * part) as usize;
    sorted.get(index).map_or(f64::NAN, |value| f64::from(*value))
}
