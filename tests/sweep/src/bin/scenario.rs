//! The program whose calls fail: `scenario NAME`. It waits for a line on standard input before it begins.
//!
//! It reports on standard output, a line for each part: `equal PART`, `error PART: TEXT` or `wrong PART: TEXT`, and at the end
//! `left DESCRIPTORS MAPPINGS CHILDREN ZOMBIES`. Folders in `SWEEP_FOLDER` say what it does, because `mkdir` is a call that is never
//! failed: `begin` and `end` are the marks between which calls are counted, and each task makes one with its number.

use std::fs;
use std::io::{self, BufRead as _, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use wirecheck::{Error, Pool, Shared, Spawn, Transfer, closure};

/// How much of a value is large here.
const LARGE: usize = 300_000;

fn folder() -> PathBuf {
    std::env::var_os("SWEEP_FOLDER").map_or_else(std::env::temp_dir, PathBuf::from)
}

fn mark(name: &str) {
    let _ = fs::create_dir(folder().join(name));
}

/// Notes that a task was begun, once more if it was before.
fn begin(task: u64) {
    if fs::create_dir(folder().join(format!("task-{task}"))).is_err() {
        mark(&format!("task-{task}-again-{}", std::process::id()));
    }
}

fn square(task: u64) -> u64 {
    begin(task);
    task * task
}

fn invert((task, bytes): Large) -> Vec<u8> {
    begin(task);
    bytes.iter().map(|byte| byte ^ 0x55).collect()
}

fn crash_at_102(task: u64) -> u64 {
    begin(task);
    if task == 102 {
        std::process::abort();
    }
    task + 1
}

fn endless_at_round(task: u64) -> u64 {
    begin(task);
    while std::hint::black_box(task).is_multiple_of(100) {
        std::thread::park();
    }
    task + 1
}

/// Tells how a part came out.
struct Report;

impl Report {
    fn line(text: &str) {
        // In one call, so that the tracer knows it.
        let _ = io::stdout().write_all(format!("{}\n", text.replace('\n', " / ")).as_bytes());
    }

    /// A part whose results are these, but for those at `fail`, which must be errors.
    fn part<R: PartialEq + std::fmt::Debug>(
        name: &str,
        found: Result<Vec<Result<R, Error>>, Error>,
        expected: &[R],
        fail: &[usize],
    ) {
        let results = match found {
            Ok(results) => results,
            Err(error) => return Self::line(&format!("error {name}: {error}")),
        };
        if results.len() < expected.len()
            && let Some(Err(error)) = results.last()
        {
            // An iterator ends with the error of its call.
            return Self::line(&format!("error {name}: {error}"));
        }
        if results.len() != expected.len() {
            let errors: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
            let (found, wanted) = (results.len(), expected.len());
            return Self::line(&format!("wrong {name}: {found} results for {wanted}: {errors:?}"));
        }
        let mut is_equal = true;
        for (index, (found, expected)) in results.iter().zip(expected).enumerate() {
            match found {
                Ok(_) if fail.contains(&index) => {
                    return Self::line(&format!("wrong {name}: task {index} cannot have a result"));
                }
                Ok(found) if found != expected => {
                    return Self::line(&format!("wrong {name}: another result of task {index}"));
                }
                Ok(_) => {}
                Err(_) if fail.contains(&index) => {}
                Err(error) => {
                    is_equal = false;
                    Self::line(&format!("error {name}: {error}"));
                }
            }
        }
        if is_equal {
            Self::line(&format!("equal {name}"));
        }
    }
}

/// A task and its large value.
type Large = (u64, Vec<u8>);

/// Inputs and what they give.
fn large_inputs(first: u64, count: u64) -> (Vec<Large>, Vec<Vec<u8>>) {
    let inputs: Vec<Large> =
        (first..first + count).map(|task| (task, vec![task.to_le_bytes()[0]; LARGE])).collect();
    let expected = inputs.iter().map(|(_, bytes)| bytes.iter().map(|byte| byte ^ 0x55).collect()).collect();
    (inputs, expected)
}

fn squares(tasks: std::ops::Range<u64>) -> Vec<u64> {
    tasks.map(|task| task * task).collect()
}

fn more(tasks: std::ops::Range<u64>) -> Vec<u64> {
    tasks.map(|task| task + 1).collect()
}

fn shared(first: u64) -> Result<Vec<Result<u64, Error>>, Error> {
    let numbers = Shared::build(40_000, |to: &mut [u64]| (0..).zip(to).for_each(|(n, to)| *to = n))?;
    Pool::builder().workers(1).task_timeout(Duration::from_secs(2)).build()?.try_map(
        closure!(|task: u64| {
            begin(task);
            numbers[39_000] + task
        }),
        first..first + 2,
    )
}

/// The verbs of a pool.
fn pool() -> Result<(), Error> {
    let pool = Pool::builder()
        .workers(2)
        .task_timeout(Duration::from_secs(2))
        .greeting_timeout(Duration::from_secs(2))
        .build()?;
    Report::part("small", pool.try_map(square, 0..40), &squares(0..40), &[]);
    let (inputs, expected) = large_inputs(50, 4);
    Report::part("large", pool.try_map(invert, inputs), &expected, &[]);
    Report::part("crash", pool.try_map(crash_at_102, 100..106), &more(100..106), &[2]);
    let jobs: Vec<_> = (110..114).map(|task| pool.submit(square, task)).collect();
    let jobs = jobs.into_iter().map(|job| Ok(job.and_then(wirecheck::Job::join))).collect();
    Report::part("jobs", jobs, &squares(110..114), &[]);
    if let Err(error) = pool.resize(3) {
        Report::line(&format!("error resize: {error}"));
    }
    let found = pool.map_iter(square, 120..140).map(Iterator::collect);
    Report::part("iterator", found, &squares(120..140), &[]);
    if let Err(error) = pool.resize(1) {
        Report::line(&format!("error resize: {error}"));
    }
    Report::part("one", pool.try_map(square, 140..143), &squares(140..143), &[]);
    Report::part("shared", shared(150), &more(39_149..39_151), &[]);
    if let Err(error) = pool.join() {
        Report::line(&format!("error join: {error}"));
    }
    Ok(())
}

/// Limits that stop a task, and ends that do not wait.
fn limits() -> Result<(), Error> {
    let pool = Pool::builder()
        .workers(2)
        .task_timeout(Duration::from_millis(300))
        .greeting_timeout(Duration::from_secs(2))
        .tasks_per_worker(4)
        .build()?;
    Report::part("late", pool.try_map(endless_at_round, 199..202), &more(199..202), &[1]);
    let job = pool.submit(endless_at_round, 400_u64).and_then(|job| {
        std::thread::sleep(Duration::from_millis(20));
        job.cancel();
        job.join()
    });
    Report::part("cancelled", Ok(vec![job]), &[401], &[0]);
    Report::part("recycled", pool.try_map(square, 210..222), &squares(210..222), &[]);
    drop(pool.submit(endless_at_round, 500_u64));
    pool.terminate();
    Ok(())
}

/// Large values through files.
fn files() -> Result<(), Error> {
    let pool = Pool::builder()
        .workers(1)
        .transfer(Transfer::File)
        .transfer_dir(folder())
        .task_timeout(Duration::from_secs(2))
        .greeting_timeout(Duration::from_secs(2))
        .build()?;
    let (inputs, expected) = large_inputs(300, 3);
    Report::part("files", pool.try_map(invert, inputs), &expected, &[]);
    drop(pool);
    let pool = Pool::builder()
        .workers(1)
        .transfer(Transfer::Inline)
        .task_timeout(Duration::from_secs(2))
        .greeting_timeout(Duration::from_secs(2))
        .build()?;
    let (inputs, expected) = large_inputs(310, 3);
    Report::part("inline", pool.try_map(invert, inputs), &expected, &[]);
    Ok(())
}

/// A process for each task.
fn spawn() -> Result<(), Error> {
    let spawn = Spawn::builder()
        .workers(2)
        .task_timeout(Duration::from_secs(2))
        .greeting_timeout(Duration::from_secs(2))
        .build()?;
    Report::part("small", spawn.try_map(square, 0..5), &squares(0..5), &[]);
    let (inputs, expected) = large_inputs(50, 2);
    Report::part("large", spawn.try_map(invert, inputs), &expected, &[]);
    Report::part("crash", spawn.try_map(crash_at_102, 101..104), &more(101..104), &[1]);
    let jobs: Vec<_> = (110..112).map(|task| spawn.submit(square, task)).collect();
    let jobs = jobs.into_iter().map(|job| Ok(job.and_then(wirecheck::Job::join))).collect();
    Report::part("jobs", jobs, &squares(110..112), &[]);
    let found = spawn.map_unordered(square, 120..123).map(|results| {
        let mut results: Vec<_> = results.collect();
        // The error of the call has an index above those of the items.
        results.sort_by_key(|(index, _)| *index);
        results.into_iter().map(|(_, result)| result).collect()
    });
    Report::part("unordered", found, &squares(120..123), &[]);
    Ok(())
}

fn count(path: &str) -> usize {
    fs::read_dir(path).map_or(0, Iterator::count)
}

/// Those of the library; the allocator's come and go.
fn mappings() -> usize {
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    maps.lines().filter(|line| line.ends_with("(deleted)")).count()
}

/// Those that run, and those that have ended and were not collected.
fn children() -> (usize, usize) {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let ids: Vec<String> =
        lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    let ended = ids.iter().filter(|id| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        stat.rsplit_once(')').is_none_or(|(_, state)| state.trim_start().starts_with('Z'))
    });
    let zombies = ended.count();
    (ids.len() - zombies, zombies)
}

fn main() {
    wirecheck::init();
    let _ = io::stdin().lock().read_line(&mut String::new());
    let scenario = std::env::args().nth(1);
    let before = count("/proc/self/fd");
    mark("begin");
    let outcome = match scenario.as_deref() {
        Some("pool") => pool(),
        Some("limits") => limits(),
        Some("files") => files(),
        Some("spawn") => spawn(),
        Some("asleep") => loop {
            std::thread::park();
        },
        _ => return Report::line("wrong scenario: there is none of this name"),
    };
    mark("end");
    if let Err(error) = outcome {
        Report::line(&format!("error build: {error}"));
    }
    // Threads that end take a moment to close what they have.
    let deadline = Instant::now() + Duration::from_secs(5);
    while (children() != (0, 0) || count("/proc/self/fd") > before) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(2));
    }
    let descriptors = count("/proc/self/fd").saturating_sub(before);
    let (running, zombies) = children();
    Report::line(&format!("left {descriptors} {} {running} {zombies}", mappings()));
}
