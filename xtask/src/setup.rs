//! Installs what the tests need and is missing: Debian packages, a Python environment and npm packages.
//! It must leave a complete machine untouched, and must never wait for somebody to answer a question.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// A program that some test runs, and the Debian packages that bring it.
struct Need {
    what_for: &'static str,
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        what_for: "contract tests of the store on PostgreSQL",
        packages: &["postgresql"],
        is_there: || has_postgres_server(),
    },
    Need {
        what_for: "TLS in front of the server, as operators have it",
        packages: &["nginx"],
        is_there: || in_path("nginx") || Path::new("/usr/sbin/nginx").exists(),
    },
    Need { what_for: "the test certificate", packages: &["openssl"], is_there: || in_path("openssl") },
    Need {
        what_for: "printing sheets of paper as dots, and reading their QR codes",
        packages: &["poppler-utils", "zbar-tools"],
        is_there: || in_path("pdftoppm") && in_path("zbarimg"),
    },
    Need { what_for: "the browser tests", packages: &["chromium"], is_there: || in_path("chromium") },
    Need {
        what_for: "the Python bots and the tests' harness",
        packages: &["python3", "python3-venv"],
        is_there: || succeeds("python3", &["-c", "import venv, ensurepip"]),
    },
    Need {
        what_for: "the web client and the discord.js bot",
        packages: &["nodejs", "npm"],
        is_there: || in_path("node") && in_path("npm"),
    },
];

/// Python libraries whose names or needs collide with those of the others; each has a file of requirements.
const LIBRARIES_APART: &[&str] = &["py-cord", "hikari"];

/// Makes the machine complete.
pub fn run(root: &Path) -> anyhow::Result<()> {
    install_packages()?;
    let clients = root.join("clients");
    install_python(&clients)?;
    install_npm(&clients)?;
    install_npm(&root.join("web"))
}

fn install_packages() -> anyhow::Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("missing: {} ({})", need.packages.join(", "), need.what_for);
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages.iter().copied()).collect();
    let asking = format!("install them by hand: apt-get install {}", packages.join(" "));
    if !in_path("apt-get") {
        bail!("this machine has no apt-get; {asking}, or what your system calls them");
    }
    let mut prefix = Vec::new();
    if !is_root() {
        if !succeeds("sudo", &["--non-interactive", "true"]) {
            bail!("installing packages needs root, and sudo wants a password; {asking}");
        }
        prefix.extend(["sudo", "--non-interactive"]);
    }
    // Without these, a package's question or a service that starts by itself would surprise the machine's owner.
    prefix.extend(["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "--quiet", "--yes"]);
    call(&prefix, &["update"])?;
    call(&prefix, &[&["install", "--no-install-recommends"], packages.as_slice()].concat())?;
    match missing.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!("{} was installed and is still not found", need.packages.join(", ")),
        None => Ok(()),
    }
}

/// `clients/.venv` with the pinned requirements, and folders in it for the libraries that cannot live beside them.
fn install_python(clients: &Path) -> anyhow::Result<()> {
    let environment = clients.join(".venv");
    let python = environment.join("bin/python");
    if !python.exists() {
        call(&["python3", "-m", "venv"], &[path(&environment)?])?;
    }
    install_requirements(clients, "requirements", &[])?;
    for library in LIBRARIES_APART {
        let folder = environment.join(library);
        let beside = ["--no-deps", "--upgrade", "--target", path(&folder)?];
        install_requirements(clients, &format!("requirements-{library}"), &beside)?;
    }
    Ok(())
}

fn install_requirements(clients: &Path, name: &str, how: &[&str]) -> anyhow::Result<()> {
    let wanted = clients.join(format!("{name}.txt"));
    let environment = clients.join(".venv");
    let installed = environment.join(format!("{name}.installed"));
    if same_content(&wanted, &installed) {
        return Ok(());
    }
    println!("python packages of clients/{name}.txt");
    let python = environment.join("bin/python");
    let pip = [path(&python)?, "-m", "pip", "install", "--quiet"];
    call(&[&pip, how, &["--requirement"]].concat(), &[path(&wanted)?])?;
    fs::copy(&wanted, &installed).context("noting what is installed")?;
    Ok(())
}

/// `node_modules` of a folder exactly as its lock file says. The bundler's native part is an optional package.
fn install_npm(folder: &Path) -> anyhow::Result<()> {
    let wanted = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.installed-lock.json");
    if same_content(&wanted, &installed) {
        return Ok(());
    }
    println!("npm packages of {}", wanted.display());
    call(&["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"], &[path(folder)?])?;
    fs::copy(&wanted, &installed).context("noting what is installed")?;
    Ok(())
}

fn same_content(left: &Path, right: &Path) -> bool {
    match (fs::read(left), fs::read(right)) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}

fn path(path: &Path) -> anyhow::Result<&str> {
    path.to_str().with_context(|| format!("{} is not UTF-8", path.display()))
}

/// Runs a program with its output shown, and fails when it does.
fn call(program: &[&str], arguments: &[&str]) -> anyhow::Result<()> {
    let line: Vec<&str> = program.iter().chain(arguments).copied().collect();
    let status = Command::new(line[0])
        .args(&line[1..])
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("starting {}", line[0]))?;
    if !status.success() {
        bail!("`{}` failed: {status}", line.join(" "));
    }
    Ok(())
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn in_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|folders| std::env::split_paths(&folders).any(|folder| folder.join(program).is_file()))
}

/// Debian keeps the server's programs out of `PATH`, one folder per major version.
fn has_postgres_server() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    folders.iter().any(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}
