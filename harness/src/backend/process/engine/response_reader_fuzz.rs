//! The parent's state machine, fed with anything: each answer that is taken is to the task that is due, and a task is
//! settled or given back, never both and never neither.

mod model;

use super::response_reader::{ResponseReader, Tally};
use crate::Bincode;
use crate::backend::process::pool::Config;
use crate::backend::process::pool::PoolState;
use crate::backend::process::task::{Admission, PreparedTask, Preparing};
use crate::backend::process::worker::{Connection, Initializer, Stage, TaskId, Unanswered};
use crate::fuzz::{Chunks, Plain, Script, damaged, encode, fuzz, gist, kind, read, some};
use crate::transfer::{EncodedValue, Payload};
use crate::wire::{Failure, FrameKind, Hello, WorkerConfig};
use model::{Book, Model, SentTask};
use std::collections::VecDeque;

fn prepare() {}

fn initializer() -> Initializer {
    let admission =
        Admission { store: &Initializer::store(), stopwatch: None, of: Preparing::Initializer, backend: "" };
    let task = PreparedTask::<Bincode, (), ()>::new(&prepare, admission).unwrap();
    Initializer::new(task).unwrap()
}

/// What a connection belongs to, without a process; with an initializer and without.
fn backend(has_initializer: bool) -> PoolState {
    crate::fuzz::stay_outside();
    let initializer = has_initializer.then(initializer);
    let config = Config { initializer, ..Config::default() };
    PoolState::new(config).unwrap()
}

/// A connection and its model.
struct Pair<'a> {
    pool: &'a PoolState,
    connection: Connection,
    book: Book,
    model: Model,
    fed: Vec<u8>,
    /// Frames that the model has taken.
    taken: usize,
}

impl<'a> Pair<'a> {
    fn new(pool: &'a PoolState) -> Self {
        let model = Model {
            stage: Stage::Starting,
            has_initializer: pool.config.initializer.is_some(),
            open: VecDeque::new(),
            settled: Vec::new(),
            appended: 0,
            written: 0,
            last: (0, 0),
        };
        let mut pair = Self {
            pool,
            connection: Connection::default(),
            book: Book::default(),
            model,
            fed: Vec::new(),
            taken: 0,
        };
        pair.connection.control(FrameKind::Hello, 0, &hello());
        if let Some(initializer) = &pool.config.initializer {
            initializer.send(&mut pair.connection);
            let end = pair.connection.unwritten().len();
            pair.model.open.push_back(SentTask { task: (0, 0), input: Vec::new(), end });
        }
        pair.model.appended = pair.connection.unwritten().len();
        pair
    }

    fn send(&mut self, task: TaskId, input: &[u8]) {
        self.connection.task(task.0, task.1, &packed(input)).unwrap();
        self.sent(task, input, self.connection.unwritten().len());
    }

    /// Sends consecutive tasks, but for those that turn out not to be encodable.
    fn send_some(&mut self, (call, first): TaskId, script: &mut Script<'_>) {
        let mut sent = Vec::new();
        let mut run = self.connection.run(call, first);
        for index in (first..).take(script.below(6)) {
            let input = script.bytes(8);
            run.begin().extend_from_slice(input);
            if script.below(4) == 1 {
                run.skip();
            } else {
                run.finish().unwrap();
                sent.push((index, input, run.unwritten()));
            }
        }
        drop(run);
        for (index, input, unwritten) in sent {
            self.sent((call, index), input, unwritten);
        }
    }

    fn sent(&mut self, task: TaskId, input: &[u8], unwritten: usize) {
        self.model.appended = self.model.written + unwritten;
        self.model.open.push_back(SentTask { task, input: input.to_vec(), end: self.model.appended });
        self.model.last = task;
    }

    fn control(&mut self, kind: FrameKind, call: u32) {
        let before = self.connection.unwritten().len();
        self.connection.control(kind, call, b"body");
        self.model.appended += self.connection.unwritten().len() - before;
    }

    fn wrote(&mut self, most: usize) {
        let n = self.connection.unwritten().len().min(most);
        self.connection.wrote(n);
        self.model.written += n;
        assert_eq!(self.connection.unwritten().len(), self.model.appended - self.model.written);
    }

    /// Both take bytes; gives the error on which they agree.
    fn feed(&mut self, chunk: &[u8]) -> Result<(), String> {
        self.fed.extend_from_slice(chunk);
        self.connection.frames.extend(chunk);
        let before = self.book.entries.len();
        let mut responses = ResponseReader::new(self.pool, &mut self.book);
        let outcome = responses.settle(&mut self.connection);
        let Tally { settled, .. } = responses.close();
        assert_eq!(settled, self.book.entries.len() - before);

        let (frames, bad) = read(&self.fed);
        let mut expected = bad.as_deref().map_or(Ok(()), Err);
        for frame in &frames[self.taken..] {
            self.taken += 1;
            if let Err(words) = self.model.take(frame) {
                expected = Err(words);
                break;
            }
        }
        assert_eq!(self.book.entries, self.model.settled);
        assert_eq!(self.connection.stage, self.model.stage);
        assert!(self.connection.frames.capacity() <= 2 * self.fed.len() + (256 << 10));
        match (outcome, expected) {
            (Ok(answers), Ok(())) => {
                assert_eq!(answers, settled);
                assert_eq!(self.connection.outstanding(), self.model.open.len());
                Ok(())
            }
            (Err(error), Err(words)) => {
                let error = error.to_string();
                assert!(error.contains(words), "{error}: {words}");
                Err(error)
            }
            (outcome, expected) => panic!("{outcome:?} where {expected:?} is right"),
        }
    }

    /// The worker is gone: what has no answer is taken back as it was, first what may have been begun if that is asked.
    fn reap(&mut self, script: &mut Script<'_>) {
        let mut left: Vec<Unanswered> = Vec::new();
        if script.below(2) == 1 {
            let open = &self.model.open;
            let written = open.iter().take_while(|sent| sent.end <= self.model.written).count();
            let running = open.get(script.below(16)).map(|sent| sent.task);
            let at = open.iter().take(written).position(|sent| Some(sent.task) == running);
            left = self.connection.take_back_running(running);
            assert_eq!(left.len(), at.map_or(written, |at| at + 1));
        }
        while let Some(task) = self.connection.take_back() {
            left.push(task);
            assert_eq!(self.connection.outstanding(), self.model.open.len() - left.len());
        }
        assert_eq!(self.connection.outstanding(), 0);
        let expected = self.model.open.iter();
        let expected: Vec<(u32, u64, Vec<u8>)> =
            expected.map(|SentTask { task, input, .. }| (task.0, task.1, input.clone())).collect();
        let left: Vec<_> = left.into_iter().map(|task| (task.call, task.index, here(task.input))).collect();
        assert_eq!(left, expected);
    }
}

fn packed(input: &[u8]) -> EncodedValue {
    EncodedValue { body: Payload::Inline(input.to_vec()), regions: Vec::new() }
}

fn here(input: EncodedValue) -> Vec<u8> {
    match input.body {
        Payload::Inline(bytes) => bytes,
        Payload::OutOfBand(shared_buffer) => panic!("nothing is large here: {shared_buffer:?}"),
    }
}

fn hello() -> Vec<u8> {
    let mut body = Vec::new();
    Hello::with(WorkerConfig::default()).write(&mut body);
    body
}

fn failure(script: &mut Script<'_>) -> Vec<u8> {
    let mut body = Vec::new();
    Failure::refused(String::from_utf8_lossy(script.bytes(8))).write(&mut body);
    if script.below(8) == 0 {
        body.truncate(script.below(body.len() + 1));
    }
    body
}

/// What a worker may say, and sometimes what it may not.
fn answers(script: &mut Script<'_>) -> Vec<Plain> {
    let mut frames = Vec::new();
    if script.below(16) > 0 {
        frames.push(Plain::new(FrameKind::Hello, &hello()));
    }
    if script.below(2) == 0 {
        frames.push(Plain::new(FrameKind::Done, &[]));
    }
    for _ in 0..script.below(12) {
        frames.push(match script.below(8) {
            0 => Plain::new(FrameKind::Failed, &failure(script)),
            1 => Plain::new(kind(script.byte() % 14 + 1).unwrap(), script.bytes(16)),
            _ => Plain::new(FrameKind::Done, script.bytes(16)),
        });
    }
    frames
}

fn step(pair: &mut Pair<'_>, script: &mut Script<'_>) {
    let (call, index) = pair.model.last;
    match script.below(8) {
        0 => pair.send((u32::from(script.byte()), u64::from(script.byte())), script.bytes(8)),
        1 => pair.send_some((call, index + 1), script),
        2 => pair.control(FrameKind::Load, 3),
        3 => pair.control(FrameKind::Unload, 3),
        4 => pair.wrote(script.below(40)),
        5 => pair.wrote(usize::MAX),
        _ => pair.send((call, index + 1), script.bytes(8)),
    }
}

fn target(backends: &[PoolState; 2], script: &[u8]) -> String {
    let mut script = Script(script);
    let mut pair = Pair::new(&backends[script.below(2)]);
    let bytes = match script.below(16) {
        0 => script.0.to_vec(),
        _ => {
            let frames = encode(&answers(&mut script));
            damaged(&mut script, frames)
        }
    };
    let chunks = Chunks::new(&mut script, &bytes);
    pair.book.is_slow = script.below(4) == 1;
    for _ in 0..script.below(16) {
        step(&mut pair, &mut script);
    }
    if script.below(4) > 0 {
        pair.wrote(usize::MAX);
    }
    let mut end = "the end".to_owned();
    for chunk in chunks {
        if let Err(error) = pair.feed(chunk) {
            end = error;
            break;
        }
        if script.below(2) == 1 {
            step(&mut pair, &mut script);
        }
    }
    pair.reap(&mut script);
    let stage = match pair.model.stage {
        Stage::Starting => "starting",
        // What its failure says of itself leads nowhere else.
        Stage::Initializing if end.contains("prepare") => return "the initializer failed".to_owned(),
        Stage::Initializing => "initializing",
        Stage::Ready => "ready",
    };
    format!(
        "{stage}, {} answers, {}",
        some(pair.book.entries.len()),
        gist(end.rsplit(": ").next().unwrap_or_default())
    )
}

#[test]
fn fuzz_answers() {
    let backends = [backend(false), backend(true)];
    fuzz("answers", 10_000, |script| target(&backends, script));
}

/// Answers each of which says to which task it is.
fn conversation() -> Vec<Vec<u8>> {
    let mut frames = vec![Plain::new(FrameKind::Hello, &hello())];
    frames.extend((0..6).map(|at| match at {
        3 => {
            let mut body = Vec::new();
            Failure::refused("3").write(&mut body);
            Plain::new(FrameKind::Failed, &body)
        }
        _ => Plain::new(FrameKind::Done, &[at]),
    }));
    encode(&frames)
}

/// Feeds these frames to a connection with six tasks; gives how many were answered, each with its own answer.
fn answered(pool: &PoolState, chunks: Chunks<'_>) -> (usize, Option<String>) {
    let mut pair = Pair::new(pool);
    for at in 0..6 {
        pair.send((1, at), &[1, 2, 3]);
    }
    pair.wrote(usize::MAX);
    let mut end = None;
    for chunk in chunks {
        if let Err(error) = pair.feed(chunk) {
            end = Some(error);
            break;
        }
    }
    for (at, (task, result)) in (0..).zip(&pair.book.entries) {
        assert_eq!(*task, (1, u64::from(at)));
        match result {
            Ok(bytes) => assert_eq!(bytes, &[at]),
            Err(message) => assert!(at == 3 && message.contains("3"), "{message}"),
        }
    }
    pair.reap(&mut Script(&[1, 9]));
    (pair.book.entries.len(), end)
}

#[test]
fn fuzz_answers_at_every_cut_and_split() {
    let pool = backend(false);
    let frames = conversation();
    let bytes = frames.concat();
    for cut in 0..=bytes.len() {
        let mut whole = 0;
        let ends = frames.iter().map(|frame| {
            whole += frame.len();
            whole
        });
        let good = ends.filter(|end| *end <= cut).count().saturating_sub(1);
        assert_eq!(answered(&pool, Chunks::split(&bytes[..cut], cut)), (good, None));
        assert_eq!(answered(&pool, Chunks::split(&bytes, cut)), (6, None));
    }
}

#[test]
fn fuzz_every_answer_lost_repeated_and_exchanged() {
    let pool = backend(false);
    let frames = conversation();
    let check = |frames: &[Vec<u8>], good: usize, came: Option<usize>| {
        let bytes = frames.concat();
        let (answers, end) = answered(&pool, Chunks::split(&bytes, usize::MAX));
        assert_eq!(answers, good.saturating_sub(1), "{end:?}");
        match came {
            None => assert_eq!(end, None),
            Some(came) => {
                let end = end.unwrap();
                assert!(end.contains(&format!("frame {came} where frame {good} was due")), "{end}");
            }
        }
    };
    for at in 0..frames.len() {
        let mut lost = frames.clone();
        lost.remove(at);
        check(&lost, at, Some(at + 1).filter(|next| *next < frames.len()));
        for to in 0..=frames.len() {
            let mut repeated = frames.clone();
            repeated.insert(to, frames[at].clone());
            check(&repeated, if to == at { at + 1 } else { to }, Some(at));
        }
        for other in at + 1..frames.len() {
            let mut exchanged = frames.clone();
            exchanged.swap(at, other);
            check(&exchanged, at, Some(other));
        }
    }
}
