//! Settings, read once: command line over `PARVIS_…` variables over `parvis.toml` over defaults.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use parvis_guard::orders::contact::Contact;
use serde::Deserialize;

/// Where a server listens when nothing else is said.
pub const LISTEN_DEFAULT: &str = "127.0.0.1:7212";

const SETTINGS: &str = "Settings (also keys of parvis.toml in the data folder)";

/// Options of every command; each is also a `PARVIS_…` variable and a key of `parvis.toml` in the data folder.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Folder of the database and the files; without one, ./data.
    #[arg(long, env = "PARVIS_DATA", value_name = "DIR", global = true, help_heading = SETTINGS)]
    pub data: Option<PathBuf>,
    /// Address and port to listen at; without one, 127.0.0.1:7212.
    #[arg(long, env = "PARVIS_LISTEN", value_name = "ADDR", global = true, help_heading = SETTINGS)]
    pub listen: Option<String>,
    /// postgres://USER:PASSWORD@HOST/DATABASE instead of the embedded database.
    #[arg(long, env = "PARVIS_DATABASE", value_name = "URL", global = true, help_heading = SETTINGS, hide_env_values = true)]
    pub database: Option<String>,
    /// NATS server through which several nodes talk: a setting of versions to come, refused by this one.
    #[arg(long, env = "PARVIS_NATS", value_name = "URL", global = true, hide = true)]
    pub nats: Option<String>,
    /// Object storage instead of the data folder: a setting of versions to come, refused by this one.
    #[arg(long, env = "PARVIS_BLOBS", value_name = "URL", global = true, hide = true)]
    pub blobs: Option<String>,
    /// How people reach this server, such as https://example.org.
    #[arg(long, env = "PARVIS_PUBLIC_URL", value_name = "URL", global = true, help_heading = SETTINGS)]
    pub public_url: Option<String>,
    /// `off` turns rate limits off, for benchmarks.
    #[arg(long, env = "PARVIS_RATE_LIMITS", value_name = "on|off", global = true, help_heading = SETTINGS)]
    pub rate_limits: Option<String>,
    /// `off`: only administrators make accounts; without it, on.
    #[arg(long, env = "PARVIS_REGISTRATION", value_name = "on|off", global = true, help_heading = SETTINGS)]
    pub registration: Option<String>,
    /// Largest upload in MiB; without one, 25.
    #[arg(long, env = "PARVIS_UPLOAD_MIB_MAX", value_name = "MIB", global = true, help_heading = SETTINGS)]
    pub upload_mib_max: Option<u64>,
    /// Ports of other servers that may be reached besides 80 and 443, such as 8443,8080.
    #[arg(long, env = "PARVIS_OUTGOING_PORTS", value_name = "PORTS", value_delimiter = ',', global = true, help_heading = SETTINGS)]
    pub outgoing_ports: Option<Vec<u16>>,
    /// `on`: links in messages are fetched by this server and shown with their titles.
    #[arg(long, env = "PARVIS_LINK_PREVIEWS", value_name = "on|off", global = true, help_heading = SETTINGS)]
    pub link_previews: Option<String>,
    /// `off`: nobody is notified while no page is open; without it, on.
    #[arg(long, env = "PARVIS_WEB_PUSH", value_name = "on|off", global = true, help_heading = SETTINGS)]
    pub web_push: Option<String>,
    /// Where authorities write to about removal orders, shown at /legal/contact.
    #[arg(long, env = "PARVIS_AUTHORITIES_EMAIL", value_name = "ADDRESS", global = true, help_heading = SETTINGS)]
    pub authorities_email: Option<String>,
    /// In which languages they may write, such as fr,en.
    #[arg(long, env = "PARVIS_AUTHORITIES_LANGUAGES", value_name = "TAGS", value_delimiter = ',', global = true, help_heading = SETTINGS)]
    pub authorities_languages: Option<Vec<String>>,
    /// Folder of a web client to serve instead of the one that is built in.
    #[arg(long, env = "PARVIS_WEB", value_name = "DIR", global = true, help_heading = SETTINGS)]
    pub web: Option<PathBuf>,
    /// A PMTiles file with streets and houses, for the map of groups.
    #[arg(long, env = "PARVIS_MAP_TILES", value_name = "FILE", global = true, help_heading = SETTINGS)]
    pub map_tiles: Option<PathBuf>,
    /// Folder of the glyphs and sprites that belong to these tiles.
    #[arg(long, env = "PARVIS_MAP_ASSETS", value_name = "DIR", global = true, help_heading = SETTINGS)]
    pub map_assets: Option<PathBuf>,
}

/// Settings that are complete and valid.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the database and the files.
    pub data: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// How people reach this server, when the operator says so.
    pub public_url: Option<String>,
    /// Whether rate limits are enforced.
    pub rate_limits: bool,
    /// Whether anybody may register.
    pub open_registration: bool,
    /// Largest upload in bytes.
    pub attachment_size_bytes_max: u64,
    /// Ports of other servers that may be reached, besides 80 and 443.
    pub outgoing_ports: Vec<u16>,
    /// Whether links in messages are fetched and shown with their titles.
    pub link_previews: bool,
    /// Whether browsers are notified through their push services.
    pub web_push: bool,
    /// Where authorities write to, and in which languages.
    pub authorities: Contact,
    /// Folder of the web client, when it is not the one that is built in.
    pub web: Option<PathBuf>,
    /// Tiles of the map of groups.
    pub map_tiles: Option<PathBuf>,
    /// Folder of the glyphs and sprites that belong to them.
    pub map_assets: Option<PathBuf>,
    /// Sockets of this machine that may be reached all the same: set by tests, and by nothing else.
    pub outgoing_exceptions: Vec<SocketAddr>,
}

impl Config {
    /// Joins the options with `parvis.toml` of the data folder and the defaults. Errors name the setting and what
    /// it takes.
    pub fn load(options: Options) -> anyhow::Result<Self> {
        let data = options.data.clone().unwrap_or_else(|| PathBuf::from("./data"));
        let path = data.join("parvis.toml");
        let file: Options = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).with_context(|| format!("{} is not valid", path.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Options::default(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        if options.nats.or(file.nats).is_some() {
            bail!("nats: this version runs on one node; leave the setting out");
        }
        if options.blobs.or(file.blobs).is_some() {
            bail!("blobs: this version keeps files in the data folder; leave the setting out");
        }
        let listen = options.listen.or(file.listen).unwrap_or_else(|| LISTEN_DEFAULT.to_owned());
        let listen = listen.parse().with_context(|| {
            format!("listen: {listen:?} is not an address and port such as 127.0.0.1:7212")
        })?;
        let sqlite = || format!("sqlite:{}", data.join("parvis.sqlite").display());
        let public_url = options.public_url.or(file.public_url);
        if let Some(url) = &public_url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            bail!("public_url: {url:?} does not begin with https:// or http://");
        }
        let mib = options.upload_mib_max.or(file.upload_mib_max).unwrap_or(25);
        if !(1..=10_240).contains(&mib) {
            bail!("upload_mib_max: {mib} is not between 1 and 10240");
        }
        let authorities = contact(
            options.authorities_email.or(file.authorities_email),
            options.authorities_languages.or(file.authorities_languages).unwrap_or_default(),
        )?;
        Ok(Self {
            authorities,
            listen,
            database: options.database.or(file.database).unwrap_or_else(sqlite),
            public_url: public_url.map(|url| url.trim_end_matches('/').to_owned()),
            rate_limits: switch("rate_limits", options.rate_limits.or(file.rate_limits))?,
            open_registration: switch("registration", options.registration.or(file.registration))?,
            attachment_size_bytes_max: mib * 1024 * 1024,
            outgoing_ports: options.outgoing_ports.or(file.outgoing_ports).unwrap_or_default(),
            outgoing_exceptions: Vec::new(),
            link_previews: switch(
                "link_previews",
                options.link_previews.or(file.link_previews).or_else(|| Some("off".to_owned())),
            )?,
            web_push: switch("web_push", options.web_push.or(file.web_push))?,
            web: options.web.or(file.web),
            map_tiles: options.map_tiles.or(file.map_tiles),
            map_assets: options.map_assets.or(file.map_assets),
            data,
        })
    }
}

impl Config {
    /// The embedded database's file; `None` with PostgreSQL.
    pub fn database_file(&self) -> Option<&Path> {
        self.database.strip_prefix("sqlite:").map(Path::new)
    }
}

/// Where authorities write to: looked at only so far that a slip of the pen is noticed.
fn contact(email: Option<String>, languages: Vec<String>) -> anyhow::Result<Contact> {
    if let Some(email) = &email
        && (!email.contains('@') || email.contains(char::is_whitespace) || email.len() > 254)
    {
        bail!("authorities_email: {email:?} is not an address such as law@example.org");
    }
    let is_tag =
        |tag: &String| (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
    if let Some(tag) = languages.iter().find(|tag| !is_tag(tag)) {
        bail!("authorities_languages: {tag:?} is not a language such as fr");
    }
    Ok(Contact { email, languages })
}

fn switch(name: &str, value: Option<String>) -> anyhow::Result<bool> {
    match value.as_deref() {
        None | Some("on" | "true" | "1") => Ok(true),
        Some("off" | "false" | "0") => Ok(false),
        Some(other) => bail!("{name}: {other:?} is neither on nor off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(options: Options) -> anyhow::Result<Config> {
        let data = Some(PathBuf::from("/nonexistent"));
        Config::load(Options { data, ..options })
    }

    #[test]
    fn defaults_are_those_that_scripts_rely_on() {
        let config = load(Options::default()).expect("defaults");
        assert_eq!(config.listen.to_string(), "127.0.0.1:7212");
        assert!(config.database.starts_with("sqlite:"));
        assert!(config.rate_limits && config.open_registration && config.web_push);
        assert!(
            !config.link_previews
                && config.outgoing_ports.is_empty()
                && config.outgoing_exceptions.is_empty()
        );
    }

    #[test]
    fn errors_name_the_setting() {
        let bad = [
            ("listen", Options { listen: Some("7212".to_owned()), ..Options::default() }),
            ("rate_limits", Options { rate_limits: Some("maybe".to_owned()), ..Options::default() }),
            ("public_url", Options { public_url: Some("example.org".to_owned()), ..Options::default() }),
            ("upload_mib_max", Options { upload_mib_max: Some(0), ..Options::default() }),
            ("nats", Options { nats: Some("nats://x".to_owned()), ..Options::default() }),
        ];
        for (name, options) in bad {
            let error = load(options).expect_err(name);
            assert!(error.to_string().starts_with(name), "{error}");
        }
    }
}
