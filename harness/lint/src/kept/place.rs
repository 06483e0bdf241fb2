//! Where the report of the last run may be.

use super::guards::start;
use crate::build::{FOLDER_IN_TARGET, Options};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of ours, by guess: cargo would have to be asked to know. A wrong guess only costs time.
pub(crate) fn guesses(options: &Options) -> impl Iterator<Item = PathBuf> {
    let start = start(options);
    let from = options.folder.clone().or_else(|| env::current_dir().ok()).unwrap_or_default();
    let told = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"].into_iter().filter_map(env::var_os);
    let told: Vec<PathBuf> = told.map(|folder| from.join(folder)).collect();
    let above: Vec<PathBuf> = start.ancestors().map(Path::to_owned).collect();
    let configured: Vec<PathBuf> = above.iter().filter_map(|folder| configured(folder)).collect();
    let usual = above.into_iter().map(|folder| folder.join("target"));
    told.into_iter().chain(configured).chain(usual).map(|folder| folder.join(FOLDER_IN_TARGET))
}

/// `target-dir` of a configuration file, where it is a plain line.
fn configured(folder: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(folder.join(".cargo/config.toml")).ok()?;
    let line = text.lines().find_map(|line| line.trim().strip_prefix("target-dir"))?;
    let value = line.trim_start().strip_prefix('=')?.trim().trim_matches('"');
    Some(folder.join(value))
}
