//! Processes that are measured: started, asked for their CPU time and memory, and ended with the run.

use std::path::Path;
use std::process::Stdio;

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A running process that said where it listens.
pub struct Measured {
    child: Child,
    pid: u32,
    /// `ADDRESS:PORT`.
    pub address: String,
}

impl Measured {
    /// Starts a program and waits for its first line, which ends with the address.
    pub async fn start(program: &Path, arguments: &[String]) -> anyhow::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .env("PARVIS_RATE_LIMITS", "off")
            .env("PARVIS_LOG", "warn")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let pid = child.id().context("the process has ended at once")?;
        let stdout = child.stdout.take().context("its output is piped")?;
        let line = BufReader::new(stdout).lines().next_line().await?.context("it says nothing")?;
        let address = line.rsplit([' ', '/']).next().context("the line names no address")?.to_owned();
        Ok(Self { child, pid, address })
    }

    /// CPU time of all its threads so far, in microseconds, user and system.
    pub fn cpu_us(&self) -> anyhow::Result<(f64, f64)> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid))?;
        // Fields 14 and 15, counted behind the name, which may hold anything. Ticks of 10 ms.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks =
            |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).context("a field is missing");
        Ok((ticks(11)? * 10_000.0, ticks(12)? * 10_000.0))
    }

    /// Memory in RAM, in bytes. The kernel's socket buffers are not in it.
    pub fn resident_bytes(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kib =
            line.split_whitespace().nth(1).and_then(|it| it.parse::<f64>().ok()).context("no number")?;
        Ok(kib * 1024.0)
    }

    /// Ends it.
    pub async fn end(mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}
