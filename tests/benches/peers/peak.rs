//! The most memory the parent had while one large result came back, over the result.
//!
//! Each call in a process of its own: the kernel remembers the most of all that went before.

use super::large::bytes;
use super::table::{Better, Row, Target, Who};
use super::{Bench, Outcome, child, ours, proc};
use std::io::Write;
use wirecheck::{Batch, Pool, Transfer};

const PEAK: Row = Row {
    work: "peak memory of the parent for one result of 512 MiB",
    unit: "times the result",
    better: Better::Neither,
    target: Some(Target::AtMost(1.1)),
};

pub(crate) fn peak(bench: &mut Bench) -> Outcome<()> {
    let size = bench.size(512 << 20, 8 << 20);
    for mode in Transfer::ALL {
        let (who, name) = match mode {
            Transfer::Auto => (Who::Ours, "wirecheck Pool".to_owned()),
            other => (Who::Peer, format!("wirecheck Pool, {}", other.name().replace('_', " "))),
        };
        bench.report.add(&PEAK, who, name, ask(mode.name(), size)?);
    }
    bench.report.add(&PEAK, Who::Limit, "limit: made in the process itself", ask("here", size)?);
    Ok(())
}

fn ask(how: &str, size: u64) -> Outcome<f64> {
    let output = child::command(&format!("peak {how}/{size}")).output()?;
    let text = String::from_utf8(output.stdout)?;
    let told = text.trim().parse().ok().filter(|_| output.status.success());
    told.ok_or(
        format!("the peak of `{how}` was not told: {}", String::from_utf8_lossy(&output.stderr)).into(),
    )
}

/// The child: measures itself. `what` is the mode and the size.
pub(crate) fn tell(what: &str) -> Outcome<()> {
    let (how, size) = what.split_once('/').ok_or("no size")?;
    let size: u64 = size.parse()?;
    let (result, before) = if how == "here" {
        let before = proc::status_bytes("VmRSS")?;
        (bytes((1, size)), before)
    } else {
        let mode = Transfer::ALL.into_iter().find(|mode| mode.name() == how).ok_or("no such mode")?;
        let pool = Pool::builder().workers(1).batch(Batch::Auto).transfer(mode).build()?;
        ours::noop_seconds(&pool, 100)?;
        let before = proc::status_bytes("VmRSS")?;
        (pool.map(bytes, [(1, size)])?.remove(0), before)
    };
    let peak = proc::status_bytes("VmHWM")?;
    assert!(result.len() as u64 == size && result.iter().all(|byte| *byte == 2));
    Ok(writeln!(std::io::stdout(), "{}", peak.saturating_sub(before) as f64 / size as f64)?)
}
