//! The matrix as `cargo test` trials.

use super::{CellReport, Request, Suite};
use libtest_mimic::{Failed, Trial};

/// One trial for each cell, named like `matrix::list_append::pool::bincode`.
///
/// Cells with a fault, and those on a cluster, are left out unless the request asks for them. A cell that does not end as expected fails its trial, and
/// `check` may ask for more, such as a snapshot. The program must call [`init`](crate::init) before it passes the trials to
/// `libtest_mimic::run`.
pub fn trials<C>(suite: &Suite, request: &Request, check: C) -> Vec<Trial>
where
    C: Fn(&CellReport) -> Result<(), Failed> + Clone + Send + 'static,
{
    let trial = |case: &super::Case| {
        let (case, request, check) = (*case, request.clone(), check.clone());
        Trial::test(format!("matrix::{}", case.cell()), move || {
            let report = case.run(&request);
            if !report.as_expected() {
                let (cell, expected, outcome) = (report.cell, report.expected, &report.outcome);
                return Err(format!("{cell} should have ended in {expected}; it ended in {outcome}").into());
            }
            check(&report)
        })
    };
    let wanted = |case: &&super::Case| request.wants(&case.cell());
    suite.cases().iter().filter(wanted).map(trial).collect()
}
