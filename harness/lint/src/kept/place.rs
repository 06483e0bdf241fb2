//! Where the report of the last run may be.

use crate::build::{FOLDER_IN_TARGET, Options, here, setting, start};
use std::env;
use std::path::PathBuf;

/// Folders of ours, by guess: cargo would have to be asked to know. A wrong guess only costs time.
pub(crate) fn guesses(options: &Options) -> impl Iterator<Item = PathBuf> {
    let start = start(options);
    let from = here(options);
    let told = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"].into_iter().filter_map(env::var_os);
    let told: Vec<PathBuf> = told.map(|folder| from.join(folder)).collect();
    let configured = setting(options, "target-dir").map(|(folder, value)| folder.join(value));
    let usual: Vec<PathBuf> = start.ancestors().map(|folder| folder.join("target")).collect();
    told.into_iter().chain(configured).chain(usual).map(|folder| folder.join(FOLDER_IN_TARGET))
}
