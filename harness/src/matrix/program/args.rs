//! The arguments that libtest does not know, taken out before it sees the others.

use std::ffi::OsString;
use std::path::PathBuf;

/// The arguments for libtest-mimic, and the others.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) rest: Vec<OsString>,
    pub(super) junit: Option<PathBuf>,
    pub(super) report: Option<PathBuf>,
}

/// Takes `--junit FILE` and `--report DIR` out of `args`, the first of which is the program's name.
pub(super) fn take(args: impl IntoIterator<Item = OsString>) -> Result<Taken, String> {
    let mut taken = Taken::default();
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(OsString::from(value))),
            None => (&*text, None),
        };
        let (slot, what) = match name {
            "--junit" => (&mut taken.junit, "a file: `--junit target/junit.xml`"),
            "--report" => (&mut taken.report, "a folder: `--report target/reports`"),
            // libtest's newer name; libtest-mimic knows the older one only.
            "--no-capture" => {
                taken.rest.push("--nocapture".into());
                continue;
            }
            _ => {
                taken.rest.push(arg);
                continue;
            }
        };
        let value = value.or_else(|| args.next()).filter(|value| !value.is_empty());
        *slot = Some(value.ok_or_else(|| format!("{name} needs {what}"))?.into());
    }
    Ok(taken)
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
