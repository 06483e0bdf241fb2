//! Lines of workers come to the caller as they are written, each with the task that has written it.
#![expect(clippy::print_stderr, reason = "tasks that write lines are what is tested")]

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use wirecheck::{Batch, LineStream, Output, Pool, Spawn, WorkerLine};

wirecheck::test_support!();

const LONG: Duration = Duration::from_secs(60);

/// Lines that a hook has got.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<WorkerLine>>>);

impl Lines {
    fn hook(&self) -> impl Fn(&WorkerLine) + Send + Sync + 'static {
        let lines = self.clone();
        move |line| lines.0.lock().unwrap().push(line.clone())
    }

    fn all(&self) -> Vec<WorkerLine> {
        self.0.lock().unwrap().clone()
    }

    /// The texts of each task, by its index.
    fn by_index(&self) -> BTreeMap<Option<u64>, Vec<String>> {
        let mut texts: BTreeMap<Option<u64>, Vec<String>> = BTreeMap::new();
        self.all().into_iter().for_each(|line| texts.entry(line.index).or_default().push(line.text));
        texts
    }
}

/// Writes nothing for every third input, and half a line for every fifth.
fn speak(x: u64) -> u64 {
    match x {
        x if x.is_multiple_of(3) => {}
        x if x.is_multiple_of(5) => eprint!("half of {x}"),
        x => eprintln!("{x} and\n{}", x + 1),
    }
    x
}

fn spoken(x: u64) -> Option<Vec<String>> {
    match x {
        x if x.is_multiple_of(3) => None,
        x if x.is_multiple_of(5) => Some(vec![format!("half of {x}")]),
        x => Some(vec![format!("{x} and"), (x + 1).to_string()]),
    }
}

fn check(lines: &Lines, inputs: u64) {
    let expected: BTreeMap<_, _> = (0..inputs).filter_map(|x| Some((Some(x), spoken(x)?))).collect();
    assert_eq!(lines.by_index(), expected);
    for line in lines.all() {
        assert!(line.task.is_some_and(|task| task.ends_with("speak")), "{line:?}");
        assert_eq!((line.stream, line.missed, &line.node), (LineStream::Stderr, 0, &None));
        assert_ne!(line.pid, std::process::id());
    }
}

#[test]
fn each_line_is_of_the_task_that_has_written_it() {
    for batch in [Batch::Auto, Batch::Fixed(1), Batch::Fixed(64)] {
        let lines = Lines::default();
        let pool = Pool::builder().workers(3).batch(batch).on_line(lines.hook()).build().unwrap();
        assert_eq!(pool.map(speak, 0..1000).unwrap().len(), 1000);
        drop(pool);
        check(&lines, 1000);
    }
    let lines = Lines::default();
    let spawn = Spawn::builder().workers(3).on_line(lines.hook()).build().unwrap();
    spawn.map(speak, 0..20).unwrap();
    drop(spawn);
    check(&lines, 20);
}

#[test]
fn jobs_and_other_calls_have_their_names() {
    fn other(x: u64) {
        eprintln!("other {x}");
    }
    let lines = Lines::default();
    let pool = Pool::builder().workers(1).on_line(lines.hook()).build().unwrap();
    let jobs: Vec<_> = (0..5).map(|x| pool.submit(other, x).unwrap()).collect();
    jobs.into_iter().for_each(|job| job.join().unwrap());
    pool.map_iter(speak, [1]).unwrap().for_each(|result| assert_eq!(result.unwrap(), 1));
    pool.join().unwrap();
    drop(pool);
    let seen: Vec<_> = lines.all().into_iter().map(|line| (line.task, line.index, line.text)).collect();
    assert_eq!(seen.len(), 7);
    for (x, (task, index, text)) in seen[..5].iter().enumerate() {
        assert!(task.unwrap().ends_with("other"));
        assert_eq!((*index, text.as_str()), (Some(0), format!("other {x}").as_str()));
    }
    assert!(seen[5].0.unwrap().ends_with("speak"));
}

#[test]
fn a_line_comes_while_its_task_runs() {
    fn wait_for_file(file: String) {
        eprintln!("waiting");
        let start = Instant::now();
        while !std::fs::exists(&file).unwrap() {
            assert!(start.elapsed() < LONG, "the line did not come");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seen");
    let made = file.clone();
    let hook = move |line: &WorkerLine| {
        assert_eq!((line.text.as_str(), line.index), ("waiting", Some(0)));
        std::fs::write(&made, "").unwrap();
    };
    let pool = Pool::builder().workers(1).on_line(hook).build().unwrap();
    pool.map(wait_for_file, [file.to_str().unwrap().to_owned()]).unwrap();
}

#[test]
fn what_a_worker_wrote_last_is_in_its_error_and_among_the_lines() {
    fn die(x: u64) {
        eprintln!("about {x}");
        if x == 2 {
            std::process::abort();
        }
    }
    let lines = Lines::default();
    let pool = Pool::builder().workers(1).on_line(lines.hook()).build().unwrap();
    let results = pool.try_map(die, 0..4).unwrap();
    let error = results[2].as_ref().unwrap_err();
    assert!(error.to_string().contains("about 2") && !error.to_string().contains('\x1b'), "{error:?}");
    drop(pool);
    let expected = (0..4).map(|x| (Some(x), vec![format!("about {x}")]));
    assert_eq!(lines.by_index(), expected.collect());
}

#[test]
fn lines_of_no_task_say_so_and_standard_output_comes_if_that_is_asked() {
    fn prepare() {
        eprintln!("prepared");
    }
    fn work(x: u64) {
        let _ = std::io::stdout().write_all(format!("out {x}\n").as_bytes());
        eprintln!("err {x}");
    }
    let lines = Lines::default();
    let builder = Pool::builder().workers(1).initializer(prepare).on_line(lines.hook());
    let pool = builder.stdout(Output::Labelled).build().unwrap();
    pool.map(work, 0..3).unwrap();
    drop(pool);
    let of = |stream: LineStream| {
        let lines = lines.all().into_iter().filter(move |line| line.stream == stream);
        lines.map(|line| (line.task.is_some(), line.index, line.text)).collect::<Vec<_>>()
    };
    assert_eq!(of(LineStream::Stdout), [0, 1, 2].map(|x| (true, Some(x), format!("out {x}"))));
    let err = of(LineStream::Stderr);
    assert_eq!(err[1..], [0, 1, 2].map(|x| (true, Some(x), format!("err {x}"))));
    assert_eq!((err[0].0, err[0].2.as_str()), (false, "prepared"));
}

#[test]
fn a_hook_that_takes_long_keeps_no_worker_waiting() {
    const LINES: u64 = 50_000;
    fn flood(_: u64) {
        let mut err = std::io::stderr().lock();
        let many: String = (0..100).map(|at| format!("line {at}\n")).collect();
        (0..LINES / 100).for_each(|_| err.write_all(many.as_bytes()).unwrap());
    }
    let (seen, first) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(())));
    let held = first.lock().unwrap();
    let (sum, gate) = (Arc::clone(&seen), Arc::clone(&first));
    let hook = move |line: &WorkerLine| {
        // Until the call is over.
        drop(gate.lock().unwrap());
        *sum.lock().unwrap() += 1 + line.missed;
    };
    let pool = Pool::builder().workers(1).on_line(hook).build().unwrap();
    pool.map(flood, [0]).unwrap();
    drop(held);
    // What was dropped is told with a line that comes later.
    let start = Instant::now();
    while *seen.lock().unwrap() < LINES {
        assert!(start.elapsed() < LONG, "{} of {LINES}", seen.lock().unwrap());
        pool.map(speak, [1]).unwrap();
    }
}

#[test]
fn labelled_lines_go_to_the_programs_own_streams() {
    for backend in ["pool", "spawn"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_outputs"));
        let output = command.args([backend, "labelled", "labelled"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).unwrap();
            assert_eq!(text.lines().count(), 8 * 25, "{text}");
            for line in text.lines() {
                let (label, letters) = line.split_once("] ").unwrap();
                let (worker, index) = label.split_once(" outputs::write #").unwrap();
                assert!(worker.starts_with("[worker "), "{line}");
                let index: u8 = index.parse().unwrap();
                assert!(
                    letters.len() == 200 && letters.bytes().all(|letter| letter == b'a' + index),
                    "{line}"
                );
            }
        }
    }
}
