//! Large results: what it costs to move them, compared with what it costs to make them.

use super::python::{JOBLIB, POOL};
use super::table::{Better, Row, Target, Who};
use super::turns::timed;
use super::{Bench, Outcome, WORKERS, ours, procspawn_peer};
use std::hint::black_box;
use wirecheck::{Batch, Pool};

const BYTES_KEPT: Row = row("8 results of 64 MiB, Vec<u8>, one `map`, kept");
const BYTES_ALONE: Row = row("8 results of 64 MiB, Vec<u8>, a call each, dropped");
const FLOATS_KEPT: Row = row("8 results of 64 MiB, Vec<f64>, one `map`, kept");
const FLOATS_ALONE: Row = row("8 results of 64 MiB, Vec<f64>, a call each, dropped");

const fn row(work: &'static str) -> Row {
    Row { work, unit: "GB/s", better: Better::Higher, target: Some(Target::ShareOfLimit(0.8)) }
}

const MEBI_KEPT: Row = mebi_row("results of 1 MiB, Vec<u8>, one `map`, kept");
const MEBI_STREAMED: Row = mebi_row("results of 1 MiB, Vec<u8>, `map_iter`, dropped");

const fn mebi_row(work: &'static str) -> Row {
    Row { work, unit: "GB/s", better: Better::Higher, target: Some(Target::AtLeast(3.0)) }
}

/// How many results of 64 MiB.
const TASKS: u64 = 8;

/// A number and how many bytes.
type Job = (u64, u64);

/// A row with what makes its figures: ours, this process, procspawn.
type RowOf<'a, R> = (&'static Row, Maker<'a, R>, Maker<'a, R>, Maker<'a, R>);
/// Runs all of them; gives how many bytes came back, and the sum of the last of each.
type Stream<'a> = &'a dyn Fn(&mut dyn Iterator<Item = Job>) -> Outcome<(u64, u64)>;

/// Not 0, which is what memory holds that nobody has written to.
pub(crate) fn bytes((number, size): Job) -> Vec<u8> {
    vec![(number % 255) as u8 + 1; size as usize]
}

fn floats((number, size): Job) -> Vec<f64> {
    (0..size / 8).map(|at| (number + at) as f64).collect()
}

/// What a result is made of, and how it is known to be whole.
trait Whole {
    fn is_whole(&self, job: Job) -> bool;
}

impl Whole for Vec<u8> {
    fn is_whole(&self, (number, size): Job) -> bool {
        self.len() as u64 == size && self.iter().all(|byte| *byte == (number % 255) as u8 + 1)
    }
}

impl Whole for Vec<f64> {
    fn is_whole(&self, (number, size): Job) -> bool {
        self.len() as u64 == size / 8 && (number..).zip(self).all(|(value, found)| value as f64 == *found)
    }
}

/// Makes results, all kept; or makes them one by one, and lets each go.
enum Maker<'a, R> {
    All(&'a dyn Fn(Vec<Job>) -> Outcome<Vec<R>>),
    Each(&'a dyn Fn(Job) -> Outcome<R>),
}

/// GB/s; results are looked at while the clock is stopped.
fn rate<R: Whole>(tasks: u64, size: u64, maker: &Maker<'_, R>) -> Outcome<f64> {
    let jobs = (0..tasks).map(|number| (number, size));
    let mut seconds = 0.0;
    match maker {
        Maker::All(make) => {
            let jobs: Vec<Job> = jobs.collect();
            let (results, took) = timed(|| make(jobs.clone()));
            let results = results?;
            seconds += took;
            assert!(results.len() == jobs.len() && results.iter().zip(jobs).all(|(r, job)| r.is_whole(job)));
        }
        Maker::Each(make) => {
            for job in jobs {
                let (result, took) = timed(|| make(job));
                seconds += took;
                assert!(result?.is_whole(job));
            }
        }
    }
    Ok((tasks * size) as f64 / seconds / 1e9)
}

/// The one result of a call for one.
fn only<R>(results: Vec<R>) -> Outcome<R> {
    results.into_iter().next().ok_or("no result came back".into())
}

pub(crate) fn large(bench: &mut Bench) -> Outcome<()> {
    let size = bench.size(64 << 20, 1 << 20);
    let (pool, theirs) = (ours::pool(WORKERS, Batch::Auto)?, procspawn_peer::pool(WORKERS)?);
    let rows: [(&Row, &Row); 2] = [(&BYTES_KEPT, &BYTES_ALONE), (&FLOATS_KEPT, &FLOATS_ALONE)];
    kind(bench, rows[0], size, (&pool, &theirs), bytes, |pool, jobs| Ok(pool.map(bytes, jobs)?))?;
    kind(bench, rows[1], size, (&pool, &theirs), floats, |pool, jobs| Ok(pool.map(floats, jobs)?))?;
    theirs.shutdown();
    for (row, what) in [(&BYTES_KEPT, "large"), (&BYTES_ALONE, "large_alone")] {
        for peer in [POOL, JOBLIB] {
            let name = format!("Python {peer}, bytes");
            bench.python(row, (peer, &name), what, WORKERS, size, |s, n| TASKS as f64 * n / s / 1e9)?;
        }
    }
    for row in [&BYTES_KEPT, &BYTES_ALONE, &FLOATS_KEPT, &FLOATS_ALONE] {
        copies(bench, row, size);
    }
    Ok(())
}

/// One type of result, kept and not.
fn kind<R>(
    bench: &mut Bench,
    (kept, alone): (&'static Row, &'static Row),
    size: u64,
    (pool, theirs): (&Pool, &procspawn::Pool),
    make: fn(Job) -> R,
    ours: fn(&Pool, Vec<Job>) -> Outcome<Vec<R>>,
) -> Outcome<()>
where
    R: Whole + serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
{
    // What is warm after it, arenas and buffers, is warm for every program that sends more than one.
    rate(TASKS, size, &Maker::All(&|jobs| ours(pool, jobs)))?;
    let both: [RowOf<'_, R>; 2] = [
        (
            kept,
            Maker::All(&|jobs| ours(pool, jobs)),
            Maker::All(&|jobs| Ok(jobs.into_iter().map(make).collect())),
            Maker::All(&|jobs| Ok(procspawn_peer::map(theirs, make, jobs)?)),
        ),
        (
            alone,
            Maker::Each(&|job| only(ours(pool, vec![job])?)),
            Maker::Each(&|job| Ok(black_box(make(job)))),
            Maker::Each(&|job| only(procspawn_peer::map(theirs, make, [job])?)),
        ),
    ];
    for (row, pool, here, peer) in &both {
        bench.report.add(row, Who::Ours, "wirecheck Pool", rate(TASKS, size, pool)?);
        bench.report.add(row, Who::Limit, "limit: made in this process", rate(TASKS, size, here)?);
        bench.report.add(row, Who::Peer, "procspawn Pool", rate(TASKS, size, peer)?);
    }
    Ok(())
}

/// What a copy costs, to pages that are there and to pages that are not.
fn copies(bench: &mut Bench, row: &'static Row, size: u64) {
    let (from, mut warm) = (vec![1_u8; size as usize], vec![2_u8; size as usize]);
    let gigabytes = size as f64 / 1e9;
    let (copy, fresh) = timed(|| black_box(&from).to_vec());
    let ((), again) = timed(|| warm.copy_from_slice(black_box(&from)));
    assert!(copy == from && warm == from);
    bench.report.add(row, Who::Limit, "limit: memcpy to fresh pages", gigabytes / fresh);
    bench.report.add(row, Who::Limit, "limit: memcpy to warm pages", gigabytes / again);
}

pub(crate) fn mebi(bench: &mut Bench) -> Outcome<()> {
    const SIZE: u64 = 1 << 20;
    let (few, many) = (bench.size(256, 8), bench.size(1024, 8));
    let (pool, theirs) = (ours::pool(WORKERS, Batch::Auto)?, procspawn_peer::pool(WORKERS)?);
    let kept = Maker::All(&|jobs| Ok(pool.map(bytes, jobs)?));
    rate(few / 4, SIZE, &kept)?;
    bench.report.add(&MEBI_KEPT, Who::Ours, "wirecheck Pool", rate(few, SIZE, &kept)?);
    let here = Maker::All(&|jobs| Ok(jobs.into_iter().map(bytes).collect()));
    bench.report.add(&MEBI_KEPT, Who::Limit, "limit: made in this process", rate(few, SIZE, &here)?);
    let peer = Maker::All(&|jobs| Ok(procspawn_peer::map(&theirs, bytes, jobs)?));
    bench.report.add(&MEBI_KEPT, Who::Peer, "procspawn Pool", rate(few / 4, SIZE, &peer)?);
    theirs.shutdown();

    let streamed = |jobs: &mut dyn Iterator<Item = Job>| drain(pool.map_iter(bytes, jobs)?);
    bench.report.add(&MEBI_STREAMED, Who::Ours, "wirecheck Pool", stream(many, SIZE, &streamed)?);
    let here =
        |jobs: &mut dyn Iterator<Item = Job>| drain(jobs.map(|job| Ok::<_, wirecheck::Error>(bytes(job))));
    bench.report.add(&MEBI_STREAMED, Who::Limit, "limit: made in this process", stream(many, SIZE, &here)?);
    for (row, what, peer) in
        [(&MEBI_KEPT, "mebi", POOL), (&MEBI_KEPT, "mebi", JOBLIB), (&MEBI_STREAMED, "mebi_streamed", POOL)]
    {
        let name = format!("Python {peer}, bytes");
        let gigabytes = SIZE as f64 / 1e9;
        bench.python(row, (peer, &name), what, WORKERS, few, |s, n| n * gigabytes / s)?;
    }
    Ok(())
}

/// GB/s of results that are looked at in one place each and dropped; that is part of what is timed.
fn stream(tasks: u64, size: u64, run: Stream<'_>) -> Outcome<f64> {
    let mut jobs = (0..tasks).map(|number| (number, size));
    let (found, seconds) = timed(|| run(&mut jobs));
    let marks = (0..tasks).map(|number| number % 255 + 1).sum();
    assert_eq!(found?, (tasks * size, marks));
    Ok((tasks * size) as f64 / seconds / 1e9)
}

/// How many bytes there were, and the sum of the last of each.
fn drain<E: Into<Box<dyn std::error::Error>>>(
    results: impl Iterator<Item = Result<Vec<u8>, E>>,
) -> Outcome<(u64, u64)> {
    let mut found = (0, 0);
    for result in results {
        let result = result.map_err(Into::into)?;
        found.0 += result.len() as u64;
        found.1 += result.last().map_or(0, |mark| u64::from(*mark));
    }
    Ok(found)
}
