//! The worker's state machine, fed with anything: real tasks of this program, answered as a plain reading of the frames
//! says, and nothing else.

use super::serve::{Step, Worker};
use super::socket::Socket;
use crate::fuzz::{Chunks, Plain, Script, damaged, encode, fuzz, gist, kind, read, some};
use crate::sys::NewControlBlock;
use crate::task::table::Table;
use crate::task::{RemoteTask, StatelessCode, remote};
use crate::transfer::FrameSink;
use crate::wire::{Failure, FrameKind, Hello, WorkerConfig, trace};
use crate::{Bincode, Closure, Sendable};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;

// The tasks.

fn double(x: u64) -> u64 {
    x.wrapping_mul(2)
}

fn shout(text: String) -> String {
    text.to_uppercase()
}

fn picky(x: u8) -> u8 {
    assert!(!x.is_multiple_of(3), "a multiple of three");
    x
}

fn xor(key: u64, x: u64) -> u64 {
    x ^ key
}

/// What a task may answer of which nothing is known here.
const ANYTHING: &str = "";

/// What is sent of each task, with its captures.
struct Tasks([Vec<u8>; 4]);

impl Tasks {
    fn new() -> Self {
        let key = 0x5555_u64;
        let closure: Closure<_, _> = crate::closure!(|x: u64| xor(key, x));
        Self([
            load::<_, u64, u64, _>(&double),
            load::<_, String, String, _>(&shout),
            load::<_, u8, u8, _>(&picky),
            load::<_, u64, u64, _>(&closure),
        ])
    }

    /// What is to come of a task: its result, or a word of its failure.
    fn answer(&self, load: Option<&[u8]>, input: &[u8]) -> Result<Vec<u8>, &'static str> {
        let Some(load) = load else { return Err("not announced") };
        let Some((number, captures)) = load.split_at_checked(4) else { return Err("cut short") };
        match self.0.iter().position(|known| known[..4] == *number) {
            Some(0) => plain(captures, input, double),
            Some(1) => plain(captures, input, shout),
            Some(2) if captures.is_empty() && matches!(input, [x] if x % 3 == 0) => Err("multiple of three"),
            Some(2) => plain(captures, input, picky),
            Some(_) => match trace::decode::<Bincode, (u64,)>(captures) {
                Ok((key,)) => apply(input, |x| xor(key, x)),
                Err(_) => Err("captures"),
            },
            // Another task of this program, or none.
            None => Err(ANYTHING),
        }
    }
}

fn plain<A: serde::de::DeserializeOwned, R: serde::Serialize>(
    captures: &[u8],
    input: &[u8],
    task: fn(A) -> R,
) -> Result<Vec<u8>, &'static str> {
    if captures.is_empty() { apply(input, task) } else { Err("captures") }
}

fn apply<A: serde::de::DeserializeOwned, R: serde::Serialize>(
    input: &[u8],
    task: impl Fn(A) -> R,
) -> Result<Vec<u8>, &'static str> {
    let input = trace::decode::<Bincode, A>(input).map_err(|_| "input")?;
    let mut out = FrameSink::new();
    trace::encode::<Bincode, R>(&task(input), &mut out).unwrap();
    Ok(out.into_vec())
}

/// The body of a `LOAD` frame.
fn load<K, A, R, M>(task: &K) -> Vec<u8>
where
    K: RemoteTask<Bincode, A, R, M>,
    K::Captures: Sendable<Bincode>,
    Bincode: StatelessCode<K::Code>,
    A: Sendable<Bincode>,
    R: Sendable<Bincode>,
    M: 'static,
{
    let number = Table::get().number(remote::key::<Bincode, K, A, R, M>().unwrap()).unwrap();
    let mut body = FrameSink::new();
    body.extend_from_slice(&number.to_le_bytes());
    trace::encode::<Bincode, _>(task.captures(), &mut body).unwrap();
    body.into_vec()
}

/// How a conversation ends.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    /// The worker waits for more.
    Waits,
    /// It has run as many tasks as it may.
    Spent,
    Broken(String),
}

/// What the worker is to answer to a stream, as plainly as can be said.
fn expected(tasks: &Tasks, bytes: &[u8], cancelled: usize) -> (Vec<Result<Vec<u8>, &'static str>>, End) {
    let (frames, bad) = read(bytes);
    let mut answers = Vec::new();
    // What is elsewhere cannot be had: this parent hands nothing over.
    let mut loads: Vec<(u32, Option<&[u8]>)> = Vec::new();
    let mut last = None;
    let mut left = None;
    let mut greeted = false;
    let broken = |why: &str| End::Broken(why.to_owned());
    for frame in &frames {
        match frame.kind {
            FrameKind::Hello if !greeted => {
                let Ok(hello) = Hello::read(&frame.body) else { return (answers, broken("cut short")) };
                if Hello::own().objection(&hello).is_some() {
                    return (answers, broken(""));
                }
                left = (hello.worker_config.tasks > 0).then_some(hello.worker_config.tasks);
                greeted = true;
            }
            FrameKind::Load if greeted => {
                loads.retain(|(call, _)| *call != frame.call);
                loads.push((frame.call, Some(&frame.body)));
            }
            FrameKind::LoadAt if greeted && frame.body.len() != 16 => return (answers, broken("cut short")),
            FrameKind::LoadAt if greeted => {
                loads.retain(|(call, _)| *call != frame.call);
                loads.push((frame.call, None));
            }
            FrameKind::ShareBuffer if greeted => return (answers, broken("")),
            FrameKind::Forget if greeted && frame.body.len() == 8 => {}
            FrameKind::TransferPolicy if greeted && frame.body.len() >= 16 => {}
            FrameKind::Forget | FrameKind::TransferPolicy if greeted => {
                return (answers, broken("cut short"));
            }
            FrameKind::Unload if greeted => loads.retain(|(call, _)| *call != frame.call),
            FrameKind::Run | FrameKind::Next | FrameKind::RunAt | FrameKind::NextAt if greeted => {
                let task = match last {
                    _ if matches!(frame.kind, FrameKind::Run | FrameKind::RunAt) => (frame.call, frame.index),
                    None => return (answers, broken("without a first")),
                    Some((_, u64::MAX)) => return (answers, broken("after the last")),
                    Some((call, index)) => (call, index + 1),
                };
                if matches!(frame.kind, FrameKind::RunAt | FrameKind::NextAt) && frame.body.len() != 16 {
                    return (answers, broken("cut short"));
                }
                last = Some(task);
                let load = loads.iter().find(|(call, _)| *call == task.0).map(|(_, load)| *load);
                let skipped = answers.len() < cancelled;
                let is_elsewhere =
                    matches!(frame.kind, FrameKind::RunAt | FrameKind::NextAt) || load == Some(None);
                answers.push(match load.flatten() {
                    _ if skipped => Err("before this task began"),
                    _ if is_elsewhere => Err("not handed over"),
                    load => tasks.answer(load, &frame.body),
                });
                left = left.map(|left: u64| left - 1);
                if left == Some(0) {
                    return (answers, End::Spent);
                }
            }
            _ => return (answers, broken("does not take")),
        }
    }
    (answers, bad.map_or(End::Waits, End::Broken))
}

/// Feeds `chunks` to a worker, which must answer as `bytes` say.
fn check(tasks: &Tasks, bytes: &[u8], chunks: Chunks<'_>, cancelled: usize) -> (Vec<bool>, End) {
    let (expected, end) = expected(tasks, bytes, cancelled);
    let (ours, theirs) = UnixStream::pair().unwrap();
    let (parent, control) = NewControlBlock::create().unwrap().both_sides();
    if cancelled > 0 {
        parent.cancel(cancelled as u64);
    }
    let mut worker = Worker::new(Socket::Os(theirs.into()), control, None);
    worker.greet().unwrap();
    let mut fed = 0;
    let mut came = End::Waits;
    for chunk in chunks {
        (&ours).write_all(chunk).unwrap();
        fed += chunk.len();
        match worker.turn() {
            Ok(Step::GoOn) => {}
            Ok(Step::End) => came = End::Spent,
            Err(error) => came = End::Broken(error.to_string()),
        }
        assert!(worker.capacity() <= 2 * fed + (256 << 10));
        if came != End::Waits {
            break;
        }
    }
    match (&came, &end) {
        (End::Broken(came), End::Broken(words)) => assert!(came.contains(words), "{came}: {words}"),
        _ => assert_eq!(came, end),
    }
    if came == End::Waits {
        ours.shutdown(std::net::Shutdown::Write).unwrap();
        assert_eq!(worker.turn().unwrap(), Step::End);
    }
    let answers = answers(&ours);
    assert_eq!(answers.len(), expected.len());
    for (answer, expected) in answers.iter().zip(&expected) {
        match (answer.kind, expected) {
            (FrameKind::Done | FrameKind::Failed, Err(ANYTHING)) => {}
            (FrameKind::Done, Ok(result)) => assert_eq!(&answer.body, result),
            (FrameKind::Failed, Err(word)) => {
                let message = Failure::read(&answer.body).unwrap();
                let message = message.into_error("bincode", crate::Side::Worker).to_string();
                assert!(message.contains(word), "{message}: {word}");
            }
            _ => panic!("{answer:?} where {expected:?} is right"),
        }
    }
    (expected.iter().map(Result::is_ok).collect(), came)
}

/// What the worker sent, without its greeting.
fn answers(mut ours: &UnixStream) -> Vec<Plain> {
    let mut bytes = Vec::new();
    ours.set_nonblocking(true).unwrap();
    let error = ours.read_to_end(&mut bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
    let (mut frames, bad) = read(&bytes);
    assert_eq!(bad, None);
    assert_eq!(encode(&frames).concat(), bytes, "frames and nothing else");
    assert_eq!(frames.remove(0).kind, FrameKind::Hello);
    frames
}

fn hello(worker_config: WorkerConfig) -> Plain {
    let mut body = Vec::new();
    Hello::with(worker_config).write(&mut body);
    Plain::new(FrameKind::Hello, &body)
}

fn input(script: &mut Script<'_>) -> Vec<u8> {
    let mut out = FrameSink::new();
    let number = u64::from(script.byte());
    match script.below(4) {
        0 => trace::encode::<Bincode, _>(&number, &mut out).unwrap(),
        1 => trace::encode::<Bincode, _>(&"a text".repeat(script.below(4)), &mut out).unwrap(),
        2 => out.extend_from_slice(&[script.byte()]),
        _ => out.extend_from_slice(script.bytes(16)),
    }
    out.into_vec()
}

/// What a parent may say, and sometimes what it may not.
fn orders(tasks: &Tasks, script: &mut Script<'_>) -> Vec<Plain> {
    let mut frames = Vec::new();
    if script.below(16) > 0 {
        let tasks = if script.below(4) == 0 { u64::from(script.byte()) } else { 0 };
        frames.push(hello(WorkerConfig { tasks, depth: 1, ..WorkerConfig::default() }));
    }
    for _ in 0..script.below(20) {
        let call = u32::from(script.byte() % 3);
        frames.push(match script.below(16) {
            0..3 => {
                let mut load = tasks.0[script.below(4)].clone();
                if script.below(8) == 0 {
                    let at = script.below(load.len());
                    load[at] = script.byte();
                }
                Plain::named(FrameKind::Load, call, 0, &load)
            }
            3..6 => Plain::named(FrameKind::Run, call, u64::from(script.byte()), &input(script)),
            6 => Plain::named(FrameKind::Run, call, u64::MAX - u64::from(script.byte() % 2), &input(script)),
            7 => Plain::named(FrameKind::Unload, call, 0, &[]),
            8 => Plain::named(kind(script.byte() % 14 + 1).unwrap(), call, 0, script.bytes(8)),
            10 => Plain::named(FrameKind::RunAt, call, u64::from(script.byte()), script.bytes(17)),
            11 => Plain::named(FrameKind::NextAt, 0, 0, script.bytes(17)),
            12 => Plain::named(FrameKind::LoadAt, call, 0, script.bytes(17)),
            9 if script.below(8) == 0 => hello(WorkerConfig::default()),
            _ => Plain::new(FrameKind::Next, &input(script)),
        });
    }
    frames
}

fn target(tasks: &Tasks, script: &[u8]) -> String {
    let mut script = Script(script);
    let bytes = match script.below(16) {
        0 => script.0.to_vec(),
        _ => {
            let frames = encode(&orders(tasks, &mut script));
            damaged(&mut script, frames)
        }
    };
    let cancelled = if script.below(4) == 0 { script.below(8) } else { 0 };
    let (answers, end) = check(tasks, &bytes, Chunks::new(&mut script, &bytes), cancelled);
    let end = match end {
        End::Waits => "waits".to_owned(),
        End::Spent => "spent".to_owned(),
        End::Broken(message) => gist(&message),
    };
    format!("{} answers, {end}", some(answers.len()))
}

#[test]
fn fuzz_orders() {
    let tasks = Tasks::new();
    fuzz("orders", 1_000, |script| target(&tasks, script));
}

/// Seven tasks of two calls, each with an answer of its own.
fn conversation(tasks: &Tasks) -> Vec<Vec<u8>> {
    encode(&[
        hello(WorkerConfig { depth: 1, ..WorkerConfig::default() }),
        Plain::named(FrameKind::Load, 1, 0, &tasks.0[0]),
        Plain::named(FrameKind::Run, 1, 0, &[1]),
        Plain::new(FrameKind::Next, &[2]),
        Plain::new(FrameKind::Next, &[3]),
        Plain::named(FrameKind::Load, 2, 0, &tasks.0[2]),
        Plain::named(FrameKind::Run, 2, 9, &[8]),
        Plain::new(FrameKind::Next, &[9]),
        Plain::named(FrameKind::Run, 1, 3, &[5]),
        Plain::named(FrameKind::Unload, 2, 0, &[]),
        Plain::named(FrameKind::Run, 2, 11, &[7]),
    ])
}

#[test]
fn fuzz_orders_at_every_cut_and_split() {
    crate::fuzz::stay_outside();
    let tasks = Tasks::new();
    let bytes = conversation(&tasks).concat();
    for cut in 0..=bytes.len() {
        let (_, end) = check(&tasks, &bytes[..cut], Chunks::split(&bytes[..cut], cut), 0);
        assert_eq!(end, End::Waits);
        let (answers, end) = check(&tasks, &bytes, Chunks::split(&bytes, cut), 0);
        assert_eq!((answers, end), (vec![true, true, true, true, false, true, false], End::Waits));
    }
}

#[test]
fn fuzz_every_order_lost_repeated_and_exchanged() {
    crate::fuzz::stay_outside();
    let tasks = Tasks::new();
    let frames = conversation(&tasks);
    let check = |frames: &[Vec<u8>], good: usize, came: Option<usize>| {
        let bytes = frames.concat();
        let (_, end) = check(&tasks, &bytes, Chunks::split(&bytes, usize::MAX), 0);
        let words = came.map(|came| End::Broken(format!("frame {came} where frame {good} was due")));
        assert_eq!(end, words.unwrap_or(End::Waits));
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
