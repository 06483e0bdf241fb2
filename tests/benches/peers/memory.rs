//! The most memory the parent had during a call, less what the results take.
//!
//! Each call in a process of its own: what an allocator has kept from earlier calls would hide what this one takes.

use super::table::{Better, Row, Target, Who};
use super::{Bench, Outcome, WORKERS, child, ours, proc};
use std::io::Write;
use wirecheck::Batch;

const MEMORY: Row = Row {
    work: "peak memory of `map` beyond its results",
    unit: "MiB in the parent",
    better: Better::Neither,
    // The kernel counts pages for each core and adds them up now and then: some hundred KiB are noise.
    target: Some(Target::AtMost(2.0)),
};

const MIB: f64 = 1024.0 * 1024.0;

pub(crate) fn memory(bench: &mut Bench) -> Outcome<()> {
    let (few, many) = (bench.size(1_000_000, 100_000), bench.size(10_000_000, 1_000_000));
    let (low, high) = (ask(few)?, ask(many)?);
    bench.report.add(&MEMORY, Who::Ours, "wirecheck Pool: growth from 1e6 to 1e7 tasks", high - low);
    bench.report.add(&MEMORY, Who::Peer, "wirecheck Pool: 1e6 tasks", low);
    bench.report.add(&MEMORY, Who::Peer, "wirecheck Pool: 1e7 tasks", high);
    Ok(())
}

fn ask(tasks: u64) -> Outcome<f64> {
    let output = child::command(&format!("memory {tasks}")).output()?;
    let text = String::from_utf8(output.stdout)?;
    let told = text.trim().parse().ok().filter(|_| output.status.success());
    told.ok_or(
        format!("the memory of {tasks} tasks was not told: {}", String::from_utf8_lossy(&output.stderr))
            .into(),
    )
}

/// The child: measures itself.
pub(crate) fn tell(tasks: &str) -> Outcome<()> {
    let tasks: u64 = tasks.parse()?;
    let pool = ours::pool(WORKERS, Batch::Auto)?;
    // `VmHWM` and not `getrusage`, whose maximum a new program inherits from the process that started it.
    let before = proc::status_bytes("VmRSS")?;
    let results = pool.map(super::add_one, 0..tasks)?;
    let peak = proc::status_bytes("VmHWM")?;
    // What they are and not what was reserved for them: pages that were never touched are nobody's.
    let own = size_of_val(results.as_slice()) as f64;
    assert!(results.into_iter().eq(1..=tasks));
    Ok(writeln!(std::io::stdout(), "{}", (peak as f64 - before as f64 - own) / MIB)?)
}
