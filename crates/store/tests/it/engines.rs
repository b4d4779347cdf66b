//! Databases for tests: a SQLite file in a folder that vanishes, or a schema of a PostgreSQL server of our own,
//! which is
//! started once in each test binary and ends with it.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use parvis_model::Timestamp;
use parvis_store::{Component, Store, StoreConfig, StoreError};
use tempfile::TempDir;

/// Makes tests of functions that take a [`Database`]: `sqlite::NAME` and `postgres::NAME`. The compiler warns of a
/// function that the list forgets.
macro_rules! both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::engines::Database::sqlite()).await;
            }
        )* }
        mod postgres { $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::engines::Database::postgres()).await;
            }
        )* }
    };
}
pub(crate) use both_engines;

/// A database of one test's own.
pub struct Database {
    url: String,
    folder: Option<TempDir>,
    schema: Option<Schema>,
}

impl Database {
    /// An empty file in a new folder.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("parvis.db").display());
        Self { url, folder: Some(folder), schema: None }
    }

    /// An empty schema of the test server.
    pub fn postgres() -> Self {
        let schema = Schema::create();
        let separator = if schema.server.contains('?') { '&' } else { '?' };
        let name = &schema.name;
        let url =
            format!("{}{separator}options=-csearch_path%3D{name}&application_name={name}", schema.server);
        Self { url, folder: None, schema: Some(schema) }
    }

    /// The store's URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the SQLite file is.
    pub fn path(&self) -> PathBuf {
        self.folder.as_ref().expect("a SQLite database").path().join("parvis.db")
    }

    /// Ends every connection that a store has to the PostgreSQL server.
    pub fn end_connections(&self) {
        let schema = self.schema.as_ref().expect("a PostgreSQL database");
        let end = "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name";
        psql(&schema.server, &format!("{end} = '{}'", schema.name));
    }

    /// Opens a store with these tables; a failing disk fails the test.
    pub fn open(&self, components: &[Component]) -> Store {
        self.try_open(components).expect("the store opens")
    }

    /// Opens a store with these tables, or says why not.
    pub fn try_open(&self, components: &[Component]) -> Result<Store, StoreError> {
        Store::open(self.config(components))
    }

    /// The settings of [`Database::open`].
    pub fn config<'a>(&self, components: &'a [Component]) -> StoreConfig<'a> {
        let opened_at = Timestamp::from_unix_ms(1_795_328_210_123);
        StoreConfig::new(&self.url, components, opened_at, |message| panic!("the disk failed: {message}"))
    }
}

struct Schema {
    server: String,
    name: String,
}

impl Schema {
    fn create() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let schema = Self { server: server(), name: format!("test_{}_{number}", std::process::id()) };
        psql(&schema.server, &format!("create schema {}", schema.name));
        schema
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        psql(&self.server, &format!("drop schema {} cascade", self.name));
    }
}

fn psql(server: &str, sql: &str) {
    let mut command = Command::new("psql");
    command.args([
        "--no-psqlrc",
        "--quiet",
        "--output=/dev/null",
        "--set=ON_ERROR_STOP=1",
        "--dbname",
        server,
    ]);
    let output = command.args(["--command", sql]).output().expect("psql is installed");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || std::thread::panicking(), "psql: {sql}: {errors}");
}

/// The test server's URL: `PARVIS_TEST_POSTGRES`, or a server of our own.
fn server() -> String {
    static SERVER: OnceLock<(String, Option<Child>)> = OnceLock::new();
    let (url, _) =
        SERVER.get_or_init(|| match std::env::var_os("PARVIS_TEST_POSTGRES").map(OsString::into_string) {
            Some(url) => (url.expect("PARVIS_TEST_POSTGRES is UTF-8"), None),
            None => start_server(),
        });
    url.clone()
}

/// Starts a server that listens on a socket in a folder of its own, says the folder, and ends when its standard input
/// does, which is when the test binary ends in whatever way. PostgreSQL refuses to run as root.
const START: &str = r#"
set -e
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(readlink -f "$(command -v initdb)")")
cd /
dir=$(as mktemp -d /tmp/parvis-postgres.XXXXXX)
stop() { as "$bin/pg_ctl" stop --pgdata "$dir/data" --mode immediate >&2 || true; rm -rf "$dir"; }
trap stop EXIT
as "$bin/initdb" --pgdata "$dir/data" --username parvis --auth trust --no-sync --encoding UTF8 --locale C.UTF-8 >&2
as "$bin/pg_ctl" start --wait --pgdata "$dir/data" --log "$dir/log" \
    --options "-k $dir -c listen_addresses= -c max_connections=400 -c shared_buffers=32MB" >&2
echo "$dir"
cat >/dev/null
"#;

fn start_server() -> (String, Option<Child>) {
    let mut command = Command::new("sh");
    command.args(["-c", START]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("sh runs");
    let mut folder = String::new();
    let output = child.stdout.take().expect("its output is piped");
    BufReader::new(output).read_line(&mut folder).expect("the server's folder");
    let folder = folder.trim();
    assert!(
        !folder.is_empty(),
        "PostgreSQL did not start: install the package postgresql, or set PARVIS_TEST_POSTGRES"
    );
    (format!("postgres://parvis@{}/postgres", folder.replace('/', "%2F")), Some(child))
}
