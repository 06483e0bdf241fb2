//! Taking turns, so that a machine that slows down slows everybody.

use super::Outcome;
use super::table::median;
use std::time::Instant;

/// Runs each in turn, so many times over; gives the median of each.
pub(crate) fn in_turn<const N: usize>(
    times: usize,
    mut contestants: [&mut dyn FnMut() -> Outcome<f64>; N],
) -> Outcome<[f64; N]> {
    let mut samples = [const { Vec::new() }; N];
    for _ in 0..times {
        for (samples, run) in samples.iter_mut().zip(&mut contestants) {
            samples.push(run()?);
        }
    }
    Ok(samples.map(|samples| median(&samples)))
}

/// What it gave, and how many seconds it took.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = run();
    (result, start.elapsed().as_secs_f64())
}
