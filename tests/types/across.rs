//! The same in another process: two workers that are this program, kept from taking the machine with them.

use super::measure::{Cell, Letter, Outcome, Seen, with_room};
use super::results::all;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::sync::LazyLock;
use wirecheck::Pool;

/// Address space a worker may use: what is absurd fails.
const MEMORY: u64 = 8 << 30;
/// Seconds of computing a cell may use.
const SECONDS: u64 = 10;

static POOL: LazyLock<Pool> =
    LazyLock::new(|| Pool::builder().workers(2).build().expect("a pool of two workers"));

/// What happens to this cell over there, where a crash costs nothing.
pub fn measure(cell: (u32, u32)) -> Outcome {
    match POOL.submit(measure_here, cell).and_then(|job| job.join()) {
        Ok(outcome) => outcome,
        Err(error) => {
            let message = error.to_string();
            Outcome::crashed(if message.contains("SIGXCPU") { 'T' } else { 'C' }, &message)
        }
    }
}

/// There and back: each sample is encoded here, decoded and encoded there, decoded and compared here.
pub fn echo(cell: (u32, u32)) -> Seen {
    with_room(|| echo_all(cell))
}

fn echo_all(cell: (u32, u32)) -> Seen {
    let run = &at(cell).run;
    let mut seen = Seen::default();
    for (number, bytes) in run.encode().into_iter().enumerate() {
        // That it cannot be encoded is known from here.
        let Some(bytes) = bytes else { continue };
        let back = POOL.submit(echo_here, (cell, bytes)).and_then(|job| job.join());
        let (letter, example): (Letter, String) = match back {
            Ok(Ok(bytes)) => run.compare(number, &bytes),
            Ok(Err(error)) => ('D', format!("sample {number}: {error}")),
            Err(error) => ('C', format!("sample {number}: {error}")),
        };
        seen.add(letter, || example);
    }
    seen
}

fn measure_here(cell: (u32, u32)) -> Outcome {
    limit();
    // What panics here is told in the outcome.
    std::panic::set_hook(Box::new(|_| {}));
    with_room(|| at(cell).run.measure())
}

fn echo_here((cell, bytes): ((u32, u32), Vec<u8>)) -> Result<Vec<u8>, String> {
    limit();
    with_room(|| at(cell).run.echo(&bytes))
}

fn at((case, format): (u32, u32)) -> &'static Cell {
    &all()[case as usize].cells[format as usize]
}

/// A task that computes for ever is ended by the kernel, one that takes too much memory aborts.
fn limit() {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let lower = |resource, value: u64| {
        let maximum = getrlimit(resource).maximum;
        let current = Some(maximum.map_or(value, |maximum| maximum.min(value)));
        setrlimit(resource, Rlimit { current, maximum }).expect("a limit may always be lowered");
    };
    lower(Resource::As, MEMORY);
    lower(Resource::Cpu, used.unsigned_abs() + SECONDS);
}
