//! The compiler that cargo will use.

use super::{Error, Options};
use std::env;
use std::path::Path;
use std::process::Command;

/// Its host, if it is new enough: what is noted in a derive needs the places of tokens.
pub(crate) fn host(options: &Options) -> Result<String, Error> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(&rustc);
    command.arg("-vV");
    if let Some(folder) = &options.folder {
        command.current_dir(folder);
    }
    let output = command.output().map_err(|error| Error::io(Path::new(&rustc), &error))?;
    if !output.status.success() {
        return Err(Error::Workspace(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
    let version = line("release:");
    if is_old(version) { Err(Error::Toolchain(version.to_owned())) } else { Ok(line("host:").to_owned()) }
}

fn is_old(version: &str) -> bool {
    let mut parts = version.split(['.', '-']).map(|part| part.parse().unwrap_or(0u32));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) < (1, 88)
}

#[cfg(test)]
mod tests {
    use super::is_old;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_old("1.87.0") && is_old("1.9.0") && is_old("0.12.0"));
        assert!(!is_old("1.88.0") && !is_old("1.95.0") && !is_old("1.97.0-nightly") && !is_old("2.0.0"));
    }
}
