//! Its workers do not serve: by themselves they say on the channel what the word in `FAKE` asks for. As a program it builds
//! both process backends with such workers, and says how that ended.
//!
//! What a frame looks like is written down in `harness/src/wire`. The channel is descriptor 3, which safe code reaches by the
//! programs that it starts.

use std::fs::{File, Metadata};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::time::Duration;
use wirecheck::{Batch, Error, Pool, Spawn};

/// Bytes of a greeting: magic, protocol, build, table, and the terms of the parent.
const HELLO: usize = 8 + 4 + 8 + 8 + 36;
const HEAD: usize = 8;

const KIND_HELLO: u8 = 1;
const KIND_DONE: u8 = 6;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    if std::env::var_os("WIRECHECK_WORKER").is_some()
        && let Ok(what) = std::env::var("FAKE")
    {
        return fake(&what);
    }
    wirecheck::init();
    let what = std::env::args().nth(1).unwrap_or_default();
    if what == "wirecheck-worker" {
        // It would start workers of its own, and those theirs.
        return Err("this is a worker that does not serve".into());
    }
    let silent = what == "silent" || what == "huge";
    let patience = Duration::from_millis(if silent { 300 } else { 10_000 });
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(8)).env("FAKE", &what);
    say("pool", pool.greeting_timeout(patience).build().and_then(|pool| pool.try_map(square, 0..4)))?;
    let spawn = Spawn::builder().workers(1).env("FAKE", &what);
    say("spawn", spawn.greeting_timeout(patience).build().and_then(|spawn| spawn.try_map(square, 0..4)))?;
    Ok(())
}

fn square(x: u64) -> u64 {
    x * x
}

/// By what a caller tells them apart.
fn kind(error: &Error) -> &'static str {
    match (error.is_refused(), error.is_start_failure(), error.is_broken_channel()) {
        (true, false, false) => "refused",
        (false, true, false) => "start",
        (false, false, true) => "channel",
        _ => "other",
    }
}

fn say(backend: &str, end: Result<Vec<Result<u64, Error>>, Error>) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    match end {
        Err(error) => writeln!(out, "{backend} error={} {error}", kind(&error)),
        Ok(results) => {
            let results: Vec<String> = results
                .into_iter()
                .map(|result| result.map_or_else(|error| format!("[{error}]"), |value| value.to_string()))
                .collect();
            writeln!(out, "{backend} {}", results.join(" "))
        }
    }
}

fn frame(kind: u8, sequence: u8, body: &[u8]) -> Vec<u8> {
    let mut frame = u32::try_from(body.len()).unwrap_or(0).to_le_bytes().to_vec();
    frame.extend([kind, sequence, 0, 0]);
    frame.extend(body);
    frame
}

/// The body of a greeting with another value at a place of the one that the parent sent.
fn hello_with(at: usize, bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut hello = hear(HEAD + HELLO)?;
    hello.drain(..HEAD);
    hello[at..at + bytes.len()].copy_from_slice(bytes);
    Ok(hello)
}

fn hear(bytes: usize) -> Outcome<Vec<u8>> {
    let output = Command::new("sh").args(["-c", &format!("exec head -c {bytes} <&3")]).output()?;
    Ok(output.stdout)
}

fn speak(bytes: &[u8]) -> Outcome<()> {
    let mut cat = Command::new("sh").args(["-c", "exec cat >&3"]).stdin(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = cat.stdin.take() {
        stdin.write_all(bytes)?;
    }
    cat.wait()?;
    Ok(())
}

fn fake(what: &str) -> Outcome<()> {
    match what {
        "close" => return Ok(()),
        "silent" => {}
        "garbage" => speak(&[0xff; 5000])?,
        "text" => speak(b"Hello, I am a program that prints to descriptor 3.\n")?,
        "unknown kind" => speak(&frame(99, 0, &[0; HELLO]))?,
        "answer first" => speak(&frame(KIND_DONE, 0, &[1, 2, 3]))?,
        "short" => speak(&frame(KIND_HELLO, 0, &[0; HELLO - 1]))?,
        "long" => speak(&frame(KIND_HELLO, 0, &[0; HELLO + 1]))?,
        "cut and closed" => {
            speak(&frame(KIND_HELLO, 0, &[0; HELLO])[..20])?;
            return Ok(());
        }
        "huge" => speak(&[0xff, 0xff, 0xff, 0xff, KIND_HELLO, 0, 0, 0, 1, 2, 3])?,
        "other sequence" => speak(&frame(KIND_HELLO, 5, &hello_with(0, b"")?))?,
        "magic" => speak(&frame(KIND_HELLO, 0, &hello_with(0, b"wirechk9")?))?,
        "protocol" => speak(&frame(KIND_HELLO, 0, &hello_with(8, &99_u32.to_le_bytes())?))?,
        "build" => speak(&frame(KIND_HELLO, 0, &hello_with(12, &[7; 8])?))?,
        "table" => speak(&frame(KIND_HELLO, 0, &hello_with(20, &[7; 8])?))?,
        "good and closed" => {
            speak(&frame(KIND_HELLO, 0, &hello_with(0, b"")?))?;
            return Ok(());
        }
        "twice" => {
            let hello = hello_with(0, b"")?;
            speak(&[frame(KIND_HELLO, 0, &hello), frame(KIND_HELLO, 1, &hello)].concat())?;
        }
        _ => return relay(what),
    }
    // Only this process's end is in question.
    std::thread::sleep(Duration::from_secs(15));
    Ok(())
}

/// The mark of this process for a worker of its own: another parent, and another socket for frames.
fn own_mark(socket: &Metadata) -> Outcome<String> {
    let mark = std::env::var("WIRECHECK_WORKER")?;
    let (copy, rest) = mark.split_once(':').ok_or("no mark")?;
    let (_, others) = rest.split_once(',').ok_or("no files")?;
    Ok(format!("{copy}:{}:{:x}.{:x},{others}", std::process::id(), socket.dev(), socket.ino()))
}

/// Stands between the parent and a worker that serves, and passes the frames of the worker on in its way.
fn relay(how: &str) -> Outcome<()> {
    let (mut ours, theirs) = UnixStream::pair()?;
    let worker = "exec \"$0\" wirecheck-worker 3<&0 </dev/null";
    let mut command = Command::new("sh");
    command.args(["-c", worker]).arg(std::env::current_exe()?).env_remove("FAKE");
    let theirs = File::from(OwnedFd::from(theirs));
    command.env("WIRECHECK_WORKER", own_mark(&theirs.metadata()?)?);
    let mut worker = command.stdin(theirs).spawn()?;
    drop(command);
    let mut from_parent = Command::new("sh").args(["-c", "exec cat <&3"]).stdout(Stdio::piped()).spawn()?;
    let mut to_parent = Command::new("sh").args(["-c", "exec cat >&3"]).stdin(Stdio::piped()).spawn()?;
    let (Some(mut heard), Some(mut said)) = (from_parent.stdout.take(), to_parent.stdin.take()) else {
        return Ok(());
    };
    let mut down = ours.try_clone()?;
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut heard, &mut down);
        let _ = down.shutdown(Shutdown::Write);
    });
    let mut answers = 0;
    let mut head = [0; HEAD];
    while ours.read_exact(&mut head).is_ok() {
        let [a, b, c, d, kind, ..] = head;
        let mut frame = head.to_vec();
        frame.resize(HEAD + u32::from_le_bytes([a, b, c, d]) as usize, 0);
        ours.read_exact(&mut frame[HEAD..])?;
        answers += usize::from(kind == KIND_DONE);
        let times = match (how, kind, answers) {
            ("repeat", KIND_DONE, _) => 2,
            ("lose", KIND_DONE, 1) => 0,
            _ => 1,
        };
        for _ in 0..times {
            said.write_all(&frame)?;
        }
        said.flush()?;
    }
    // The channel is closed when nobody has it any more.
    drop(said);
    from_parent.kill()?;
    to_parent.wait()?;
    worker.wait()?;
    Ok(())
}
