//! Checks that every type that derives `Sendable` and every task in the table has a row.

use super::scan::Sources;
#[cfg(processes)]
use crate::task::table::Table;
use std::collections::BTreeSet;
#[cfg(feature = "insta")]
use std::path::Path;
use std::path::PathBuf;

/// What the rows cover, and what they should cover.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// The package's folder.
    pub(super) package: PathBuf,
    /// The crate whose tasks must have rows.
    pub(super) crate_name: String,
    /// Folders of sources, relative to the package.
    pub(super) every: Vec<PathBuf>,
    /// Names that need no row.
    pub(super) except: Vec<String>,
    /// The types that have rows.
    pub(super) types: BTreeSet<String>,
    /// The tasks that have rows, by their names in the table.
    pub(super) tasks: BTreeSet<&'static str>,
}

impl Coverage {
    /// What has no row, and exceptions that are not needed.
    pub(super) fn complaints(&self) -> Vec<String> {
        let (mut complaints, mut excepted) = (Vec::new(), BTreeSet::new());
        let mut sources = Sources::default();
        for folder in &self.every {
            if let Err(error) = sources.add(&self.package.join(folder)) {
                complaints.push(format!(
                    "the sources in `{}` cannot be read ({error}): `every: [\"..\"]` names the folders of the crate, from \
                     that of the package",
                    folder.display()
                ));
            }
        }
        for name in sources.sendable.difference(&self.types) {
            if !self.is_excepted(name, &mut excepted) {
                complaints.push(format!(
                    "`{name}` derives `Sendable` and has no row: add it to `types`, or to `except`"
                ));
            }
        }
        for name in self.tasks_without_rows() {
            let (location, is_closure) = location_of(name);
            if self.is_excepted(location, &mut excepted) {
                continue;
            }
            complaints.push(if is_closure {
                format!(
                    "a closure in `{location}` is sent by this program, and a closure of another crate can have no row: make it a \
                     function, or add `{location}` to `except`"
                )
            } else {
                format!("the task `{location}` is sent by this program and has no row: add it to `tasks`, or to `except`")
            });
        }
        // A task that is not linked in this build may be linked in another: only what the sources do not mention is gone.
        let is_gone = |name: &str| {
            let own = own_name(name);
            self.types.contains(&own) || !self.every.is_empty() && !sources.words.contains(&own)
        };
        let unused = self.except.iter().filter(|name| !excepted.contains(name.as_str()) && is_gone(name));
        complaints.extend(unused.map(|name| {
            format!("`{name}` is listed under `except`, and it has a row or does not exist any more: delete it there")
        }));
        complaints
    }

    fn is_excepted<'a>(&'a self, name: &str, excepted: &mut BTreeSet<&'a str>) -> bool {
        let found = self.except.iter().find(|except| {
            *except == name || name.strip_suffix(except.as_str()).is_some_and(|path| path.ends_with("::"))
        });
        excepted.extend(found.map(String::as_str));
        found.is_some()
    }

    fn tasks_without_rows(&self) -> BTreeSet<&'static str> {
        // The matrix has tasks of its own, which only a matrix in this very package would take for the author's.
        let own = module_path!().trim_end_matches("coverage");
        let is_of_it = |name: &&str| {
            let rest = name.strip_prefix(self.crate_name.as_str());
            rest.is_some_and(|rest| rest.starts_with("::")) && !name.starts_with(own)
        };
        // Without worker processes there is no table, and no task is sent.
        #[cfg(processes)]
        let names = Table::get().names();
        #[cfg(not(processes))]
        let names = std::iter::empty();
        names.filter(is_of_it).filter(|name| !self.tasks.contains(name)).collect()
    }
}

/// `halves` of `halves<u64>` and `halves::{{closure}}`, and whether it is such a closure.
fn location_of(task: &str) -> (&str, bool) {
    let end = task.find(['<', '{']).unwrap_or(task.len());
    (task[..end].trim_end_matches("::"), task.contains("{{closure}}"))
}

/// `Wrapper` of `shapes::Wrapper<u64>`: the name that the derive stands before.
pub(super) fn own_name(ty: &str) -> String {
    let path = ty.split('<').next().unwrap_or_default();
    path.rsplit("::").next().unwrap_or_default().trim().to_owned()
}

/// A snapshot that no cell writes, of those in `folder`.
#[cfg(feature = "insta")]
pub(super) fn stray_snapshots(folder: &Path, cells: &BTreeSet<String>) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut stray: Vec<String> = names
        .filter(|name| name.strip_suffix(".snap").is_some_and(|cell| !cells.contains(cell)))
        .map(|name| format!("no cell belongs to the snapshot {}: delete it", folder.join(name).display()))
        .collect();
    stray.sort();
    stray
}

#[cfg(test)]
#[path = "coverage_tests.rs"]
mod tests;
