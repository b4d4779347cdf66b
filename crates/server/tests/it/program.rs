//! The built program as a process of its own: to be killed, stopped, or put on a disk that fails.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, OnceLock};

use parvis_app::App;
use parvis_app::clock::SystemClock;
use parvis_server::Config;
use parvis_server::config::Options;
use parvis_server::house::open_app;
use tempfile::TempDir;

/// A data folder whose database is called as the faulty disk expects it.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.path().join("parvis.db").display())
    }

    /// Opens the database while no program runs.
    pub async fn open(&self) -> App {
        let options = Options {
            data: Some(self.path().to_owned()),
            database: Some(self.database()),
            ..Options::default()
        };
        let config = Config::load(options).expect("the settings are valid");
        open_app(&config, Arc::new(SystemClock)).await.expect("the database opens")
    }
}

/// A running server.
pub struct Program {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Program {
    /// Starts the server and returns when it is ready.
    pub fn start(folder: &Folder) -> Self {
        Self::start_with(folder, |_| ())
    }

    /// The same on a disk that fails when a file of that name is in `faults`: `full`, `eio`.
    pub fn start_on_faulty_disk(folder: &Folder, faults: &Path) -> Self {
        Self::start_with(folder, |command| {
            command.env("LD_PRELOAD", faulty_disk()).env("FAULTY_DISK", faults);
        })
    }

    fn start_with(folder: &Folder, change: impl Fn(&mut Command)) -> Self {
        // A process that another test is just forking shares the lock on our database for a moment.
        let tries = (0..10).find_map(|_| Self::try_start(folder, &change));
        tries.expect("the program starts and says its address")
    }

    fn try_start(folder: &Folder, change: &impl Fn(&mut Command)) -> Option<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--rate-limits", "off", "--data"])
            .arg(folder.path())
            .args(["--database", &folder.database()])
            .env("PARVIS_LOG", "error")
            .stdout(Stdio::piped());
        change(&mut command);
        let mut child = command.spawn().expect("the program is there");
        let stdout = child.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("its output can be read");
        let address = line.trim().rsplit('/').next().filter(|it| it.starts_with("127.0.0.1:"));
        match address {
            Some(address) => Some(Self { address: address.to_owned(), child }),
            None => {
                child.wait().expect("a program without an address has ended");
                None
            }
        }
    }

    /// `http://ADDRESS/api/v10` and a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/api/v10{path}", self.address)
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.child.kill().expect("the program was running");
        self.child.wait().expect("it is gone");
    }

    /// SIGTERM; returns at once.
    pub fn terminate(&self) {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(status.expect("kill is there").success());
    }

    /// Waits for its end.
    pub fn wait(mut self) -> ExitStatus {
        self.child.wait().expect("the program ends")
    }
}

/// The library that stands between the program and the disk, built once from the store's tests.
fn faulty_disk() -> &'static Path {
    static BUILT: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, library) = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let library = folder.path().join("faulty_disk.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/tests/it/faulty_disk.c");
        let mut cc = Command::new("cc");
        let status =
            cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).arg("-ldl").status();
        assert!(status.expect("the faulty disk needs a C compiler, cc").success(), "cc failed");
        (folder, library)
    });
    library
}
