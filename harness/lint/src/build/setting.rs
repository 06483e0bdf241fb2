//! Settings in cargo's configuration files.

use super::Options;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder that cargo runs in: from there it looks upwards for its configuration.
pub(crate) fn here(options: &Options) -> PathBuf {
    let here = options.folder.clone().or_else(|| env::current_dir().ok()).unwrap_or_default();
    fs::canonicalize(&here).unwrap_or(here)
}

/// The folder from which cargo looks upwards for manifests.
pub(crate) fn start(options: &Options) -> PathBuf {
    let here = here(options);
    let Some(manifest) = options.value("--manifest-path") else { return here };
    let start = here.join(manifest).parent().map(Path::to_owned).unwrap_or_default();
    fs::canonicalize(&start).unwrap_or(start)
}

/// The folder in which a file of cargo's or rustup's lies that is the user's, not a workspace's.
pub(crate) fn home(variable: &str, folder: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(folder)))
}

/// What the nearest file says of a key of the table `build`, with the folder that a path is relative to.
///
/// A plain line is what is read: cargo's own words on its configuration are not stable.
pub(crate) fn setting(options: &Options, key: &str) -> Option<(PathBuf, String)> {
    let here = here(options);
    let above = here.ancestors().map(|folder| (folder.to_owned(), folder.join(".cargo")));
    let user = home("CARGO_HOME", ".cargo").map(|home| (home.clone(), home));
    above.chain(user).find_map(|(folder, files)| {
        let value = ["config", "config.toml"].into_iter().find_map(|name| {
            let text = fs::read_to_string(files.join(name)).ok()?;
            value(&text, key)
        });
        Some((folder, value?))
    })
}

/// The text that a key of `build` has in a file.
fn value(text: &str, key: &str) -> Option<String> {
    let mut table = "";
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            table = line.split('#').next().unwrap_or_default().trim();
            continue;
        }
        let Some((name, value)) = line.split_once('=') else { continue };
        let is_it = match table {
            "[build]" => name.trim() == key,
            "" => name.trim().strip_prefix("build.") == Some(key),
            _ => false,
        };
        let quoted = |quote| value.trim().strip_prefix(quote)?.split(quote).next();
        if is_it && let Some(found) = quoted('"').or_else(|| quoted('\'')) {
            return Some(found.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_key_of_the_table_build_is_read() {
        let text =
            "[net]\nrustc-wrapper = \"no\"\n[build] # here\njobs = 2\nrustc-wrapper = 'sccache' # fast\n";
        assert_eq!(value(text, "rustc-wrapper").as_deref(), Some("sccache"));
        assert_eq!(value(text, "target-dir"), None);
        assert_eq!(value("build.target-dir = \"../t\"\n", "target-dir").as_deref(), Some("../t"));
        assert_eq!(value("target-dir = \"t\"\n[build]\ntarget-dir = 3\n", "target-dir"), None);
    }
}
