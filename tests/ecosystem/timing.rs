//! `cargo check` with the derive against serde alone: processor time, both built in the same way.

use super::Failed;
use super::krate::Krate;
use std::fs;
use std::process::{Command, Stdio};

/// Each way in turn, and first in turn, so that a busy machine hurts both.
const RUNS: usize = 5;

/// The medians in seconds: serde alone, and with the derive.
pub fn measure(krate: &mut Krate) -> Result<(f64, f64), Failed> {
    let derived: Vec<_> = krate.sources.iter().map(|(_, source)| source.edits.clone()).collect();
    let (mut alone, mut with) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        for is_derived in [run % 2 == 1, run % 2 == 0] {
            for ((_, source), edits) in krate.sources.iter_mut().zip(&derived) {
                source.edits.clone_from(edits);
                for edits in source.edits.iter_mut() {
                    edits.behind.clear();
                    if !is_derived {
                        edits.derive = None;
                    }
                }
            }
            krate.write()?;
            let time = check(krate)?;
            // The first one may have built a dependency.
            if run > 0 {
                if is_derived { &mut with } else { &mut alone }.push(time);
            }
        }
    }
    for ((_, source), edits) in krate.sources.iter_mut().zip(derived) {
        source.edits = edits;
    }
    Ok((median(alone), median(with)))
}

/// User and system time of one `cargo check` of the crate alone.
fn check(krate: &Krate) -> Result<f64, Failed> {
    let text = fs::read(&krate.root).map_err(Failed::new)?;
    fs::write(&krate.root, text).map_err(Failed::new)?;
    let cargo = krate.cargo("check");
    let mut command = Command::new("bash");
    command
        .args(["-c", "TIMEFORMAT='%U %S'; time \"$0\" \"$@\" 2>/dev/null"])
        .arg(cargo.get_program())
        .args(cargo.get_args())
        .current_dir(&krate.folder);
    for (name, value) in cargo.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let output = command.stdin(Stdio::null()).output().map_err(Failed::new)?;
    let text = String::from_utf8_lossy(&output.stderr);
    let times: Vec<f64> = text.split_whitespace().filter_map(|time| time.parse().ok()).collect();
    match times[..] {
        [user, system] if output.status.success() => Ok(user + system),
        _ => Err(Failed::new(format!("cargo check could not be timed: {text}"))),
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
