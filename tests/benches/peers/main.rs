//! Tasks per second beside the peers, in one run: `cargo bench -p wirecheck-tests --bench peers`.
//!
//! Peers: procspawn's pool and spawn, Python's `multiprocessing.Pool` and joblib where `python3` has them.
//! Limits: a raw ping-pong over a socket pair, and starting this executable to do nothing. All in turn, round after
//! round, so that a machine that slows down slows all of them; the medians are compared.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark's output is its table")]

mod limits;
mod ours;
mod procspawn_peer;
mod python;
mod table;

use std::process::ExitCode;
use table::{Row, Table};

const ROUNDS: usize = 5;
/// Workers of every pool.
const WORKERS: usize = 2;

fn main() -> ExitCode {
    wirecheck::init();
    procspawn::init();
    if limits::is_child() {
        return limits::serve();
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut table = Table::new();
    let mut python = python::Python::start();
    if python.is_none() {
        println!("python3 was not found: its rows are skipped");
    }
    for round in 0..ROUNDS {
        eprintln!("round {} of {ROUNDS}", round + 1);
        each_on_its_own(&mut table, &mut python)?;
        batched(&mut table, &mut python)?;
        one_in_flight(&mut table)?;
        processes(&mut table)?;
    }
    table.print();
    Ok(())
}

/// One task at a time at each of two workers: nothing is batched anywhere.
fn each_on_its_own(
    table: &mut Table,
    python: &mut Option<python::Python>,
) -> Result<(), Box<dyn std::error::Error>> {
    let row = Row { work: "no-op tasks, one at a time per worker", unit: "tasks/s", higher_is_better: true };
    table.add(
        row,
        "wirecheck Pool, Batch::Fixed(1)",
        ours::tasks_per_second(wirecheck::Batch::Fixed(1), 20_000)?,
    );
    table.add(row, "procspawn Pool", procspawn_peer::tasks_per_second(20_000)?);
    for (name, rate) in python::ask(python, "chunksize_1", 20_000) {
        table.add(row, name, rate);
    }
    Ok(())
}

/// Each system as fast as it goes by itself.
fn batched(table: &mut Table, python: &mut Option<python::Python>) -> Result<(), Box<dyn std::error::Error>> {
    let row = Row { work: "no-op tasks, automatic batches", unit: "tasks/s", higher_is_better: true };
    table.add(row, "wirecheck Pool", ours::tasks_per_second(wirecheck::Batch::Auto, 1_000_000)?);
    table.add(row, "procspawn Pool (has no batches)", procspawn_peer::tasks_per_second(20_000)?);
    for (name, rate) in python::ask(python, "batched", 1_000_000) {
        table.add(row, name, rate);
    }
    Ok(())
}

fn one_in_flight(table: &mut Table) -> Result<(), Box<dyn std::error::Error>> {
    let row = Row { work: "one task in flight", unit: "us", higher_is_better: false };
    table.add(row, "wirecheck Pool::map", ours::round_trip_us(5_000)?);
    table.add(row, "procspawn Pool", procspawn_peer::round_trip_us(2_000)?);
    table.add(row, "limit: raw ping-pong over a socket pair", limits::ping_pong_us(5_000)?);
    Ok(())
}

fn processes(table: &mut Table) -> Result<(), Box<dyn std::error::Error>> {
    let row = Row { work: "spawn and join of one process", unit: "us", higher_is_better: false };
    table.add(row, "wirecheck::spawn", ours::spawn_us(200)?);
    table.add(row, "procspawn::spawn", procspawn_peer::spawn_us(200)?);
    table.add(row, "limit: start this executable, do nothing", limits::start_us(200)?);
    Ok(())
}
