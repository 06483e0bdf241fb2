//! One call by each verb, on each process backend, with a task that does what its input says.
#![allow(dead_code, reason = "each test binary uses its part")]

use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use wirecheck::{AnyBackend, Backend, Batch, Bincode, Error, Job, Output, Pool, Sendable, Spawn, Transfer};

/// What a task does, after it has written its number to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub(crate) enum What {
    Nothing,
    /// It never ends.
    Hang,
    Sleep(u64),
    Exit(i32),
    Abort,
    Panic,
    /// Its worker is replaced by another program.
    Exec,
    /// Closes all descriptors but the standard ones.
    CloseAll,
    /// Closes this descriptor.
    Close(i32),
    /// Closes all, and goes on for this number of milliseconds.
    CloseAndSleep(u64),
    CloseAndPanic,
    /// Stops its own process, as `SIGSTOP` does.
    Stop,
}

/// An input. The result is `bytes`, each one higher.
#[derive(Clone, Debug, Serialize, Deserialize, Sendable)]
pub(crate) struct Input {
    pub(crate) log: String,
    pub(crate) number: u64,
    pub(crate) what: What,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn run(input: Input) -> Vec<u8> {
    let mut log = std::fs::OpenOptions::new().append(true).create(true).open(&input.log).unwrap();
    log.write_all(format!("{}\n", input.number).as_bytes()).unwrap();
    drop(log);
    match input.what {
        What::Nothing => {}
        What::Hang => loop {
            std::thread::park();
        },
        What::Sleep(millis) => std::thread::sleep(Duration::from_millis(millis)),
        What::Exit(code) => std::process::exit(code),
        What::Abort => std::process::abort(),
        What::Panic => panic!("as asked"),
        What::Exec => {
            use std::os::unix::process::CommandExt as _;
            panic!("no `sleep` here: {}", std::process::Command::new("sleep").arg("1000").exec());
        }
        What::CloseAll => super::closing::close_from(3),
        What::Close(descriptor) => super::closing::close(descriptor),
        What::CloseAndSleep(millis) => {
            super::closing::close_from(3);
            std::thread::sleep(Duration::from_millis(millis));
        }
        What::CloseAndPanic => {
            super::closing::close_from(3);
            panic!("as asked")
        }
        What::Stop => super::raise("-STOP"),
    }
    input.bytes.into_iter().map(|byte| byte.wrapping_add(1)).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Map,
    TryMap,
    MapIter,
    MapUnordered,
    MapChunks,
    Submit,
}

pub(crate) const VERBS: [Verb; 6] =
    [Verb::Map, Verb::TryMap, Verb::MapIter, Verb::MapUnordered, Verb::MapChunks, Verb::Submit];
pub(crate) const BATCHES: [Batch; 4] = [Batch::Auto, Batch::Fixed(1), Batch::Fixed(2), Batch::Fixed(8)];

/// How a backend is built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub(crate) is_pool: bool,
    pub(crate) workers: usize,
    pub(crate) batch: Batch,
    pub(crate) transfer: Transfer,
    pub(crate) task_timeout: Option<Duration>,
}

impl Default for Setting {
    fn default() -> Self {
        Self { is_pool: true, workers: 2, batch: Batch::Auto, transfer: Transfer::Auto, task_timeout: None }
    }
}

impl Setting {
    pub(crate) fn build(self) -> AnyBackend<Bincode> {
        macro_rules! built {
            ($builder:expr) => {{
                let builder = $builder
                    .workers(self.workers)
                    .batch(self.batch)
                    .transfer(self.transfer)
                    .stderr(Output::Null);
                match self.task_timeout {
                    Some(limit) => builder.task_timeout(limit),
                    None => builder,
                }
                .build()
                .unwrap()
            }};
        }
        if self.is_pool {
            AnyBackend::Pool(built!(Pool::builder()))
        } else {
            AnyBackend::Spawn(built!(Spawn::builder()))
        }
    }
}

/// What came of a call.
pub(crate) struct Outcome {
    /// By the number of the input. `Map` and `MapChunks` have only the failed one, if one failed.
    pub(crate) results: Vec<(usize, Result<Vec<u8>, Error>)>,
    /// How often each input was begun.
    pub(crate) begun: Vec<usize>,
    pub(crate) took: Duration,
}

/// Makes one call with inputs of `len` bytes that do what `whats` says.
pub(crate) fn call(backend: &AnyBackend<Bincode>, verb: Verb, whats: &[What], len: usize) -> Outcome {
    let log = tempfile::NamedTempFile::new().unwrap();
    let path = log.path().to_str().unwrap();
    let inputs: Vec<Input> = (0..)
        .zip(whats)
        .map(|(number, what)| Input {
            log: path.to_owned(),
            number,
            what: *what,
            bytes: vec![u8::try_from(number).unwrap(); len],
        })
        .collect();
    let start = Instant::now();
    let only = |result: Result<Vec<Vec<u8>>, Error>| match result {
        Ok(all) => all.into_iter().map(Ok).enumerate().collect(),
        Err(error) => vec![(usize::try_from(error.index().unwrap()).unwrap(), Err(error))],
    };
    let mut results: Vec<(usize, Result<Vec<u8>, Error>)> = match verb {
        Verb::Map => only(backend.map(run, inputs)),
        Verb::TryMap => backend.try_map(run, inputs).unwrap().into_iter().enumerate().collect(),
        Verb::MapIter => backend.map_iter(run, inputs).unwrap().enumerate().collect(),
        Verb::MapUnordered => backend.map_unordered(run, inputs).unwrap().collect(),
        Verb::MapChunks => only(backend.map_chunks(run_chunk, &inputs, inputs.len())),
        Verb::Submit => {
            let jobs: Vec<Job<Vec<u8>>> =
                inputs.into_iter().map(|input| backend.submit(run, input).unwrap()).collect();
            jobs.into_iter().map(Job::join).enumerate().collect()
        }
    };
    results.sort_by_key(|(number, _)| *number);
    let took = start.elapsed();
    Outcome { results, begun: begun(log.path(), whats.len()), took }
}

fn run_chunk(inputs: Vec<Input>) -> Vec<Vec<u8>> {
    inputs.into_iter().map(run).collect()
}

fn begun(log: &Path, inputs: usize) -> Vec<usize> {
    let mut begun = vec![0; inputs];
    for line in std::fs::read_to_string(log).unwrap().lines() {
        begun[line.parse::<usize>().unwrap()] += 1;
    }
    begun
}

impl Outcome {
    /// Checks that the input `bad` failed as `is_right` says, that it alone did, and that nothing began twice.
    pub(crate) fn check(
        &self,
        context: &str,
        verb: Verb,
        bad: usize,
        len: usize,
        is_right: impl Fn(&Error) -> bool,
    ) {
        for (number, times) in self.begun.iter().enumerate() {
            assert!(*times <= 1, "{context}: input {number} was begun {times} times");
        }
        if matches!(verb, Verb::Map | Verb::MapChunks) {
            assert!(
                matches!(&self.results[..], [(at, Err(_))] if *at == bad),
                "{context}: {:?}",
                self.short()
            );
        } else {
            assert_eq!(self.results.len(), self.begun.len(), "{context}: {:?}", self.short());
        }
        for (at, (number, result)) in self.results.iter().enumerate() {
            match result {
                Ok(bytes) => {
                    let due = u8::try_from(*number).unwrap().wrapping_add(1);
                    assert!(*number != bad, "{context}: input {bad} did not fail");
                    assert!(bytes.len() == len && bytes.iter().all(|byte| *byte == due), "{context}");
                    assert_eq!(*number, at, "{context}");
                }
                Err(error) => {
                    assert_eq!(*number, bad, "{context}: input {number} failed: {error}");
                    assert!(is_right(error), "{context}: {error}");
                }
            }
        }
    }

    fn short(&self) -> Vec<(usize, Result<usize, String>)> {
        let short = |result: &Result<Vec<u8>, Error>| match result {
            Ok(bytes) => Ok(bytes.len()),
            Err(error) => Err(error.to_string()),
        };
        self.results.iter().map(|(number, result)| (*number, short(result))).collect()
    }
}
