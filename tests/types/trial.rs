//! A trial a cell.

use super::over_strict::reason;
use super::results::{Judged, all, judge, result};
use super::summary;
use libtest_mimic::{Failed, Trial};

pub fn trials() -> Vec<Trial> {
    let mut trials = summary::trials();
    for (number, case) in all().iter().enumerate() {
        let name = format!("types::{}::promised", case.path());
        trials.push(Trial::test(name, move || (all()[number].promised)().map_err(Failed::from)));
        for (format, cell) in case.cells.iter().enumerate() {
            let name = format!("types::{}::{}", case.path(), cell.format);
            trials.push(Trial::test(name, move || holds(number, format)));
        }
    }
    trials
}

/// The promise is kept; what is refused for nothing is known and has a reason.
fn holds(number: usize, format: usize) -> Result<(), Failed> {
    let (case, cell) = (&all()[number], &all()[number].cells[format]);
    match judge(number, format) {
        Judged::Kept | Judged::Right | Judged::Opted => Ok(()),
        Judged::Broken => {
            let message = result(number, format).message();
            Err(format!("the compiler accepts it, and this happens:\n{message}").into())
        }
        Judged::OverStrict if reason(&case.path(), cell.format).is_some() => Ok(()),
        Judged::OverStrict => {
            Err("refused, and every value survives: accept it, or give a reason in over_strict.rs".into())
        }
    }
}
