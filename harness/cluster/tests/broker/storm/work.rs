//! What runs in a storm, and what has to come of it.

use super::super::faults::inputs;
use super::super::tasks::{note, noted, slowly, square};
use super::dice::Dice;
use super::field::{Field, NODES};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use wirecheck::{Error, Shared, closure};
use wirecheck_cluster::testing::{kept_messages, kept_subjects};
use wirecheck_cluster::{Calls, Cluster};

/// How often a task runs again for the callers that allow it.
const RETRIES: u32 = 2;
/// After that time a dead process is known.
const NOTICED: Duration = Duration::from_millis(2500);

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Map,
    TryMap,
    Iter,
    Unordered,
    Chunks,
    Jobs,
    Large,
    Shared,
    Detached,
}

/// Some tasks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    kind: Kind,
    count: u64,
    millis: u64,
    has_retries: bool,
}

/// What came of all work so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    right: AtomicU64,
    lost: AtomicU64,
    killed: AtomicU64,
    other: AtomicU64,
}

impl Tally {
    pub(super) fn right(&self) -> u64 {
        self.right.load(Ordering::Relaxed)
    }

    pub(super) fn text(&self) -> String {
        let number = |count: &AtomicU64| count.load(Ordering::Relaxed);
        format!(
            "{} results right, {} errors of lost nodes, {} of killed workers, {} of the server",
            number(&self.right),
            number(&self.lost),
            number(&self.killed),
            number(&self.other)
        )
    }
}

/// Those who ask for work: one without retries and one with, each of them attached and detached.
pub(super) struct Callers {
    clusters: [Cluster; 2],
    calls: [Calls; 2],
    /// Messages that failed calls have left on the server, which expire.
    left: AtomicUsize,
}

impl Callers {
    pub(super) fn connect(field: &Field) -> Self {
        let builder = |retries| {
            Cluster::builder()
                .server(&field.address(false))
                .retries(retries)
                .patience(Duration::from_secs(20))
        };
        let clusters = [0, RETRIES].map(|retries| builder(retries).build().expect("connected"));
        let calls = [0, RETRIES].map(|retries| builder(retries).calls().expect("connected"));
        Self { clusters, calls, left: AtomicUsize::new(0) }
    }

    /// All is as it was before the faults.
    ///
    /// # Errors
    /// What is not.
    pub(super) fn check(&self, field: &Field) -> Result<(), String> {
        for cluster in &self.clusters {
            let mut since = None;
            let are_known = || {
                field.revive();
                if cluster.nodes().len() != NODES {
                    since = None;
                }
                // One of them may be dead, and another one not be known yet.
                let pause = if field.may_lose() { NOTICED } else { Duration::ZERO };
                cluster.nodes().len() == NODES && since.get_or_insert_with(Instant::now).elapsed() >= pause
            };
            if !field.comes(are_known) {
                return Err(format!("not all nodes are found again: {:?}", cluster.nodes()));
            }
            let results = cluster.try_map(square, 0..40).map_err(|error| format!("afterwards: {error}"))?;
            for (x, result) in (0..).zip(results) {
                let value = result.map_err(|error| format!("afterwards: {error}"))?;
                if value != square(x) {
                    return Err(format!("afterwards: {x} gives {value}"));
                }
            }
        }
        if !field.comes(|| field.deputies() == 0) {
            return Err("a deputy is left".to_owned());
        }
        let kept = || kept_messages(&field.address(true), "app").map(|kept| kept as usize);
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 && !field.comes(|| kept() == Ok(0)) {
            let which = kept_subjects(&field.address(true), "app");
            return Err(format!("the server keeps messages of calls: {which:?}"));
        }
        Ok(())
    }

    pub(super) fn end(self, field: &Field) {
        drop(self);
        field.check_empty();
    }
}

/// Notes that it runs, and gives the sum of its bytes.
fn sum_up((file, x, bytes): (String, u64, Vec<u8>)) -> u64 {
    note(&file, x);
    bytes.into_iter().map(u64::from).sum()
}

fn chunk(inputs: Vec<(String, u64, u64)>) -> Vec<u64> {
    inputs.into_iter().map(slowly).collect()
}

impl Work {
    pub(super) fn any(dice: &mut Dice) -> Self {
        let kinds = [
            Kind::Map,
            Kind::TryMap,
            Kind::TryMap,
            Kind::Iter,
            Kind::Unordered,
            Kind::Chunks,
            Kind::Jobs,
            Kind::Large,
            Kind::Shared,
            Kind::Detached,
            Kind::Detached,
        ];
        Self {
            kind: dice.one_of(&kinds),
            count: dice.between(5, 60) as u64,
            millis: dice.one_of(&[0, 10, 60, 150]),
            has_retries: dice.between(0, 1) == 1,
        }
    }

    fn runs(self) -> usize {
        if self.has_retries { 1 + RETRIES as usize } else { 1 }
    }

    /// Runs it, and looks at what comes.
    ///
    /// # Errors
    /// What is not right.
    pub(super) fn run(
        self,
        field: &Field,
        callers: &Callers,
        dice: &mut Dice,
        tally: &Tally,
    ) -> Result<(), String> {
        let file = field.new_file();
        let at = usize::from(self.has_retries);
        let results = match self.kind {
            Kind::Detached => self.detached(&callers.calls[at], &callers.left, &file),
            _ => Ok(self.attached(&callers.clusters[at], dice, &file)),
        };
        let judge = Judge { work: self, field, tally };
        match results {
            Ok(results) => results.into_iter().try_for_each(|one| judge.look(one))?,
            Err(error) => judge.error(&error)?,
        }
        let mut ran: HashMap<u64, usize> = HashMap::new();
        noted(&file).into_iter().for_each(|x| *ran.entry(x).or_default() += 1);
        match ran.iter().find(|(_, times)| **times > self.runs()) {
            None => Ok(()),
            Some((x, times)) => Err(format!("{x} ran {times} times")),
        }
    }

    /// Each input with what it has to give, and what came.
    fn attached(self, cluster: &Cluster, dice: &mut Dice, file: &str) -> Vec<Came> {
        let inputs = inputs(file, self.count, self.millis);
        let all = 0..self.count;
        let whole = |outcome: Result<Vec<u64>, Error>| match outcome {
            Ok(results) => pair(all.clone(), results.into_iter().map(Ok)),
            Err(error) => vec![(0, Err(error))],
        };
        match self.kind {
            Kind::Map => whole(cluster.map(slowly, inputs)),
            Kind::Chunks => whole(cluster.map_chunks(chunk, &inputs, 12)),
            Kind::TryMap => match cluster.try_map(slowly, inputs) {
                Ok(results) => pair(all, results.into_iter()),
                Err(error) => vec![(0, Err(error))],
            },
            Kind::Iter => match cluster.map_iter(slowly, inputs) {
                // Some take all, and some go before.
                Ok(results) if dice.between(0, 2) > 0 => pair(all, results),
                Ok(results) => pair(0..self.count / 2, results.take((self.count / 2) as usize)),
                Err(error) => vec![(0, Err(error))],
            },
            Kind::Unordered => match cluster.map_unordered(slowly, inputs) {
                Ok(results) => {
                    let came: Vec<_> = results
                        .map(|(at, result)| (at as u64, result.map(|value| (value, at as u64))))
                        .collect();
                    let mut seen: Vec<u64> = came.iter().map(|(at, _)| *at).collect();
                    seen.sort_unstable();
                    seen.dedup();
                    // The last item of a call that failed says why, and has no input.
                    if came.iter().all(|(_, result)| result.is_ok()) {
                        assert_eq!(seen.len(), self.count as usize, "one result for each input");
                    }
                    came
                }
                Err(error) => vec![(0, Err(error))],
            },
            Kind::Jobs => {
                let jobs = inputs.into_iter().map(|input| cluster.submit(slowly, input));
                let jobs: Vec<_> = jobs.collect();
                pair(all, jobs.into_iter().map(|job| job?.join()))
            }
            Kind::Large => {
                let bytes = |x: u64| vec![x as u8; 200_000];
                let inputs = all.clone().map(|x| (file.to_owned(), x, bytes(x)));
                let sums = match cluster.try_map(sum_up, inputs.collect::<Vec<_>>()) {
                    Ok(sums) => sums,
                    Err(error) => return vec![(0, Err(error))],
                };
                all.zip(sums).map(|(x, sum)| (x, sum.map(|sum| (sum, (x % 256) * 200_000)))).collect()
            }
            Kind::Shared => {
                let start = dice.between(0, 1 << 30) as u64;
                let fill = |to: &mut [u64]| (start..).zip(to).for_each(|(n, to)| *to = n);
                let values = Shared::<[u64]>::build(160_000, fill).expect("memory");
                let (file, millis) = (file.to_owned(), self.millis);
                let task = closure!(|x: u64| {
                    slowly((file.clone(), x, millis));
                    values[x as usize * 7]
                });
                match cluster.try_map(task, all.clone()) {
                    Ok(results) => {
                        all.zip(results).map(|(x, got)| (x, got.map(|got| (got, start + x * 7)))).collect()
                    }
                    Err(error) => vec![(0, Err(error))],
                }
            }
            Kind::Detached => Vec::new(),
        }
    }

    fn detached(self, calls: &Calls, left: &AtomicUsize, file: &str) -> Result<Vec<Came>, Error> {
        let forgotten = |outcome: Result<(), Error>| {
            if outcome.is_err() {
                left.fetch_add(1, Ordering::SeqCst);
            }
            outcome
        };
        let id = match calls.detach(slowly, inputs(file, self.count, self.millis)) {
            Ok(id) => id,
            Err(error) => {
                forgotten(Err(error))?;
                return Ok(Vec::new());
            }
        };
        let call = match calls.attach::<u64>(&id) {
            Ok(call) => call,
            Err(error) => {
                forgotten(Err(error))?;
                return Ok(Vec::new());
            }
        };
        let came: Vec<Came> =
            call.results().map(|(at, result)| (at as u64, result.map(|value| (value, at as u64)))).collect();
        forgotten(call.forget())?;
        let is_broken = came.iter().any(|(at, _)| *at == usize::MAX as u64);
        assert!(is_broken || came.len() as u64 == self.count, "one result for each input");
        Ok(came)
    }
}

/// An input, and what came of it: a value and the one that is right.
type Came = (u64, Result<(u64, u64), Error>);

fn pair(all: std::ops::Range<u64>, results: impl Iterator<Item = Result<u64, Error>>) -> Vec<Came> {
    let mut results = results;
    let mut came = Vec::new();
    for x in all {
        match results.next() {
            Some(Ok(value)) => came.push((x, Ok((value, x)))),
            Some(Err(error)) => came.push((x, Err(error))),
            None => {
                assert!(came.iter().any(|(_, result)| result.is_err()), "there is no result for {x}");
                break;
            }
        }
    }
    came
}

struct Judge<'a> {
    work: Work,
    field: &'a Field,
    tally: &'a Tally,
}

impl Judge<'_> {
    fn look(&self, (x, result): Came) -> Result<(), String> {
        match result {
            Ok((value, right)) if value == right => {
                self.tally.right.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            Ok((value, right)) => Err(format!("input {x} gives {value}, and {right} is right")),
            Err(error) => self.error(&error).map_err(|why| format!("input {x}: {why}")),
        }
    }

    /// Whether an error names a reason that was there.
    fn error(&self, error: &Error) -> Result<(), String> {
        // An input of a detached call is lost with the node that looks after it, too.
        let counter = if error.is_lost() && self.field.may_lose() {
            &self.tally.lost
        } else if error.signal() == Some("SIGKILL") {
            &self.tally.killed
        } else if self.is_of_server(&error.to_string()) {
            &self.tally.other
        } else {
            return Err(format!("an unexpected error: {error}; {error:?}"));
        };
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// What only what is kept on the server has to do with.
    fn is_of_server(&self, text: &str) -> bool {
        let of_wiped = [
            "the NATS server knows no call",
            "is not on the NATS server any more",
            "its stream is not there",
        ];
        let of_disturbed = ["the NATS server did not answer within"];
        let says = |all: &[&str]| all.iter().any(|said| text.contains(said));
        let is_kept = matches!(self.work.kind, Kind::Detached | Kind::Shared);
        is_kept
            && (self.field.is_wiped() && says(&of_wiped) || self.field.is_disturbed() && says(&of_disturbed))
    }
}
