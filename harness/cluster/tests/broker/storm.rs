//! A storm of random faults: results are right, or an error names the reason, within a bound; and nothing is left behind.
//!
//! The storm goes in rounds. In each, some work runs on three nodes while some faults happen; then the network is fair, all of the work
//! has to end soon, and what was there before the round is there after it. By a seed, the same faults happen to the same work.
//!
//! `WIRECHECK_STORM_FAULTS=1000 WIRECHECK_STORM_SEED=1 cargo test --workspace --test broker -- storm --nocapture`

#[path = "storm/dice.rs"]
mod dice;
#[path = "storm/fault.rs"]
mod fault;
#[path = "storm/field.rs"]
mod field;
#[path = "storm/work.rs"]
mod work;

use dice::Dice;
use fault::Fault;
use field::Field;
use std::collections::BTreeMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use work::{Callers, Tally, Work};

/// How many faults happen in a test run that does not say.
const FAULTS: usize = 12;
/// The longest that the work of a round may take, once its faults are over.
const BOUND: Duration = Duration::from_secs(75);
/// The longest that the faults of a round may take.
const FAULTS_BOUND: Duration = Duration::from_secs(120);
/// How many rounds have the same callers.
const ERA: usize = 3;

pub(crate) fn all() -> Vec<(&'static str, fn())> {
    vec![
        ("a_storm_of_faults", a_storm_of_faults),
        ("messages_are_found_in_any_parts", super::proxy::framing::messages_are_found_in_any_parts),
    ]
}

fn number(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("a number"))
}

fn faults_wanted() -> usize {
    number("WIRECHECK_STORM_FAULTS", FAULTS)
}

/// What those beyond the usual number may take. Each round has bounds of its own.
pub(crate) fn time_for_more_faults() -> Duration {
    Duration::from_secs(10 * faults_wanted().saturating_sub(FAULTS) as u64)
}

fn a_storm_of_faults() {
    let seed = number("WIRECHECK_STORM_SEED", 1);
    storm(seed as u64, faults_wanted());
}

/// One round: what runs, and what happens to it when.
struct Round {
    work: Vec<(Work, Dice)>,
    faults: Vec<(Fault, Duration)>,
}

impl Round {
    fn new(dice: &mut Dice, most: usize) -> Self {
        let work = (0..dice.between(2, 4)).map(|_| (Work::any(dice), dice.split())).collect();
        let faults = (0..dice.between(1, 4).min(most))
            .map(|_| (Fault::any(dice), Duration::from_millis(dice.between(0, 1500) as u64)))
            .collect();
        Self { work, faults }
    }
}

fn storm(seed: u64, faults: usize) {
    let start = Instant::now();
    let mut dice = Dice::new(seed);
    let field = Arc::new(Field::new());
    let tally = Arc::new(Tally::default());
    let (mut happened, mut rounds) = (0, 0);
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    while happened < faults {
        let callers = Arc::new(Callers::connect(&field));
        for _ in 0..ERA {
            let round = Round::new(&mut dice, faults.saturating_sub(happened).max(1));
            happened += round.faults.len();
            rounds += 1;
            round.faults.iter().for_each(|(fault, _)| *kinds.entry(fault.kind()).or_default() += 1);
            let plan = format!(
                "seed {seed}, round {rounds}: {:?} while {:?}",
                round.faults,
                round.work.iter().map(|(work, _)| work).collect::<Vec<_>>()
            );
            let began = Instant::now();
            if let Err(why) = run(round, &field, &callers, &tally) {
                let took = began.elapsed();
                field.end();
                panic!("{plan}: after {took:?}: {why}");
            }
            if faults > FAULTS {
                say(&format!("{happened} faults, {:.0?}, {}", start.elapsed(), tally.text()));
            }
        }
        let Ok(callers) = Arc::try_unwrap(callers) else { panic!("somebody still has the callers") };
        callers.end(&field);
    }
    if faults > FAULTS {
        say(&format!(
            "seed {seed}: {happened} faults in {rounds} rounds, {:.0?}: {kinds:?}",
            start.elapsed()
        ));
        say(&tally.text());
    }
    assert!(tally.right() > 0, "nothing ever came back");
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Runs a round.
///
/// # Errors
/// What is not as it has to be.
fn run(round: Round, field: &Arc<Field>, callers: &Arc<Callers>, tally: &Arc<Tally>) -> Result<(), String> {
    let harm: Duration = round.faults.iter().map(|(fault, _)| fault.harm()).sum();
    // Whose connection ends while nothing passes is as one whose process is gone.
    let has = |is: fn(&Fault) -> bool| round.faults.iter().any(|(fault, _)| is(fault));
    field.begin_round(harm, has(|fault| fault.holds()) && has(|fault| fault.cuts()));
    let count = round.work.len();
    let (told, outcomes) = mpsc::channel();
    let open: Arc<Mutex<Vec<(usize, Work)>>> = Arc::default();
    for (at, (work, mut dice)) in round.work.into_iter().enumerate() {
        let (field, callers, tally) = (Arc::clone(field), Arc::clone(callers), Arc::clone(tally));
        let (told, open) = (told.clone(), Arc::clone(&open));
        open.lock().expect("no panic").push((at, work));
        thread::spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| work.run(&field, &callers, &mut dice, &tally)));
            let outcome = outcome.unwrap_or_else(|_| Err("it panics".to_owned()));
            open.lock().expect("no panic").retain(|(other, _)| *other != at);
            drop(callers);
            let _ = told.send(outcome.map_err(|why| format!("{work:?}: {why}")));
        });
    }
    let (made, is_over) = mpsc::channel();
    let faults = round.faults.len();
    for (fault, pause) in round.faults {
        let (field, made) = (Arc::clone(field), made.clone());
        thread::spawn(move || {
            thread::sleep(pause);
            fault.happen(&field);
            let _ = made.send(());
        });
    }
    for _ in 0..faults {
        is_over.recv_timeout(FAULTS_BOUND).map_err(|_| "a fault does not end".to_owned())?;
    }
    let deadline = Instant::now() + BOUND;
    for _ in 0..count {
        let left = deadline.saturating_duration_since(Instant::now());
        let outcome = outcomes.recv_timeout(left).map_err(|_| {
            let open = open.lock().expect("no panic").clone();
            format!("it hangs: {open:?}; {}", field.describe())
        })?;
        outcome?;
    }
    callers.check(field)
}
