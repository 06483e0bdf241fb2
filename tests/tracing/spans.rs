//! Spans of callers and workers belong together: on `Pool`, `Spawn` and a cluster.
//!
//! The tests of clusters need a NATS server: `$NATS_SERVER`, or `nats-server` in the `PATH`. Without one they are skipped by name, and
//! fail where `CI` is set.
#![expect(clippy::print_stderr, reason = "tasks that write lines are what is tested")]

mod recorder;

use libtest_mimic::{Arguments, Failed, Trial};
use recorder::{Fields, Recorder, of_process};
use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use wirecheck::trace::{TraceContext, current, traceparent, tracing, with_parent};
use wirecheck::{Backend, Bincode, Error, Pool, Spawn, WorkerLine, closure};
use wirecheck_cluster::Cluster;

/// Set for workers that listen to nothing.
const DEAF: &str = "WIRECHECK_TESTS_DEAF";

/// What a task sees.
type Seen = (BTreeMap<String, String>, Option<String>);

/// The span that this task runs in, and what it would hand on.
fn look(_: u64) -> Seen {
    let span = of_process().open().into_iter().next_back().unwrap_or_default();
    // Any thread of the task gets it.
    let handed_on = std::thread::spawn(traceparent).join().expect("no panic");
    assert_eq!(handed_on, traceparent());
    (span, handed_on)
}

fn look_at_all(inputs: Vec<u64>) -> Vec<Seen> {
    inputs.into_iter().map(look).collect()
}

/// Runs code while this thread's spans are recorded.
fn recorded<T>(code: impl FnOnce() -> T) -> (T, Recorder) {
    let recorder = Recorder::default();
    let value = tracing::dispatcher::with_default(&recorder.dispatch(), code);
    (value, recorder)
}

fn the_call(recorder: &Recorder) -> Fields {
    let calls = recorder.closed();
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0]["name"], "wirecheck.call");
    calls[0].clone()
}

/// Asserts that tasks belong to the call, each with a span of its own.
fn check(call: &Fields, tasks: &[Seen]) {
    let mut ids = HashSet::new();
    for (index, (task, handed_on)) in tasks.iter().enumerate() {
        assert_eq!(task["name"], "wirecheck.task");
        assert_eq!(task["trace_id"], call["trace_id"]);
        assert_eq!(task["parent_span_id"], call["span_id"]);
        assert_eq!(task["index"], index.to_string());
        assert_eq!(task["task"], call["task"]);
        assert_ne!(task["pid"], std::process::id().to_string());
        assert!(!task.contains_key("inside") && !task.contains_key("otel.status_code"), "{task:?}");
        let expected = format!("00-{}-{}-01", task["trace_id"], task["span_id"]);
        assert_eq!(handed_on.as_deref(), Some(expected.as_str()));
        assert!(ids.insert(task["span_id"].clone()) && task["span_id"] != call["span_id"]);
    }
}

fn on_every_method(backend: &(impl Backend<Bincode> + Sync), name: &str) {
    let run = |inputs: usize, code: &dyn Fn() -> Result<Vec<Seen>, Error>| {
        let (seen, recorder) = recorded(code);
        let (seen, call) = (seen.unwrap(), the_call(&recorder));
        assert_eq!((call["backend"].as_str(), call["format"].as_str()), (name, "bincode"));
        assert_eq!(call["inputs"], inputs.to_string());
        assert!(!call.contains_key("parent_span_id"), "{call:?}");
        check(&call, &seen);
        assert_eq!(seen.len(), inputs);
        call["trace_id"].clone()
    };
    let traces = HashSet::from([
        run(5, &|| backend.map(look, 0..5)),
        run(5, &|| backend.try_map(look, 0..5)?.into_iter().collect()),
        run(5, &|| backend.map_iter(look, 0..5)?.collect()),
        run(5, &|| {
            let mut all: Vec<_> = backend.map_unordered(look, 0..5)?.collect();
            all.sort_by_key(|(index, _)| *index);
            all.into_iter().map(|(_, seen)| seen).collect()
        }),
        run(1, &|| backend.map_chunks(look_at_all, &[0], 1)),
        run(1, &|| Ok(vec![backend.submit(look, 0)?.join()?])),
    ]);
    // Each call has a trace of its own.
    assert_eq!(traces.len(), 6);
    assert_eq!(current(), None);
}

fn nodes_of(seen: &[Seen]) -> HashSet<Option<String>> {
    seen.iter().map(|(task, _)| task.get("node").cloned()).collect()
}

fn on_a_pool() {
    let pool = Pool::builder().workers(2).build().unwrap();
    on_every_method(&pool, "pool");
    assert_eq!(nodes_of(&pool.map(look, 0..3).unwrap()), HashSet::from([None]));
}

fn on_spawn() {
    on_every_method(&Spawn::builder().workers(2).build().unwrap(), "spawn");
}

fn on_a_cluster() {
    let cluster = Cluster::local(2).unwrap();
    let ((), recorder) = recorded(|| {
        let seen = cluster.map(look, 0..5).unwrap();
        let nodes = nodes_of(&seen);
        assert!(!nodes.is_empty());
        let known = |node: &Option<String>| node.as_ref().is_some_and(|node| node.starts_with("local-"));
        assert!(nodes.iter().all(known), "{nodes:?}");
        check(&current_call(&seen), &seen);
    });
    let call = the_call(&recorder);
    assert_eq!((call["backend"].as_str(), call["inputs"].as_str()), ("cluster", "5"));
    let (seen, recorder) = recorded(|| cluster.submit(look, 0).unwrap().join().unwrap());
    check(&the_call(&recorder), &[seen]);
}

/// What tasks know of their call.
fn current_call(seen: &[Seen]) -> Fields {
    let (task, _) = &seen[0];
    let of = |field: &str, of: &str| (field.to_owned(), task[of].clone());
    Fields::from([of("trace_id", "trace_id"), of("span_id", "parent_span_id"), of("task", "task")])
}

fn of_a_detached_call() {
    let cluster = Cluster::local(1).unwrap();
    let (id, recorder) = recorded(|| cluster.detach(look, 0..3).unwrap());
    let call = the_call(&recorder);
    let seen = cluster.attach::<Seen>(&id).unwrap().join().unwrap();
    assert_eq!(seen.len(), 3);
    check(&call, &seen);
}

fn a_call_continues_the_trace_that_it_is_given() {
    let pool = Pool::builder().workers(1).build().unwrap();
    let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    let given: TraceContext = header.parse().unwrap();
    let (seen, recorder) = recorded(|| with_parent(Some(given), || pool.map(look, 0..2)).unwrap());
    let call = the_call(&recorder);
    assert_eq!(call["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(call["parent_span_id"], "00f067aa0ba902b7");
    for (task, handed_on) in &seen {
        assert_eq!((&task["trace_id"], &task["parent_span_id"]), (&call["trace_id"], &call["span_id"]));
        // Whoever gave it does not record it, and that is handed on.
        assert!(handed_on.as_ref().unwrap().ends_with("-00"));
    }
    // Where nobody listens to the call, it is handed on as it is.
    let seen = with_parent(Some(given), || pool.map(look, 0..2)).unwrap();
    assert!(seen.iter().all(|(task, _)| task["parent_span_id"] == "00f067aa0ba902b7"));
}

fn workers_that_listen_to_nothing_hand_the_call_on() {
    let pool = Pool::builder().workers(1).env(DEAF, "1").build().unwrap();
    let (seen, recorder) = recorded(|| pool.map(look, 0..3).unwrap());
    let call = the_call(&recorder);
    let expected = format!("00-{}-{}-01", call["trace_id"], call["span_id"]);
    assert!(seen.iter().all(|(task, handed_on)| task.is_empty() && *handed_on == Some(expected.clone())));
    // Nobody listens at all: one trace for each call, which nobody records.
    let [first, second] = [0, 1].map(|_| pool.map(look, 0..3).unwrap());
    let handed_on = |seen: &[Seen]| seen.iter().map(|(_, on)| on.clone().unwrap()).collect::<HashSet<_>>();
    let (first, second) = (handed_on(&first), handed_on(&second));
    assert_eq!((first.len(), second.len()), (1, 1));
    assert!(first != second && first.iter().all(|on| on.ends_with("-00")));
}

/// A pool within a task.
fn nested(_: u64) -> (Seen, Vec<Seen>, Fields) {
    let own = look(0);
    let inner = Pool::builder().workers(1).build().and_then(|pool| pool.map(look, 0..2)).unwrap();
    let call = of_process().closed().into_iter().rfind(|span| span["name"] == "wirecheck.call").unwrap();
    (own, inner, call)
}

fn calls_of_tasks_are_children_of_the_tasks() {
    let pool = Pool::builder().workers(1).build().unwrap();
    let (seen, recorder) = recorded(|| pool.map(nested, [0]).unwrap());
    let ((outer, _), inner, inner_call) = &seen[0];
    assert_eq!(inner_call["trace_id"], the_call(&recorder)["trace_id"]);
    assert_eq!(inner_call["parent_span_id"], outer["span_id"]);
    assert_eq!(inner_call["inside"], "wirecheck.task");
    check(inner_call, inner);
}

fn closed_tasks(_: u64) -> Vec<Fields> {
    of_process().closed().into_iter().filter(|span| span["name"] == "wirecheck.task").collect()
}

fn a_task_that_panics_is_marked() {
    fn risky(x: u64) -> u64 {
        assert_ne!(x, 1, "no one");
        x
    }
    let pool = Pool::builder().workers(1).build().unwrap();
    let results = pool.try_map(risky, 0..3).unwrap();
    assert!(results[1].is_err() && results[2].is_ok());
    let closed = pool.submit(closed_tasks, 0).unwrap().join().unwrap();
    let states: Vec<Option<&str>> =
        closed.iter().map(|task| task.get("otel.status_code").map(String::as_str)).collect();
    assert_eq!(states, [None, Some("ERROR"), None]);
}

fn a_retried_task_has_the_same_parent() {
    fn look_and_die_once((file, x): (String, u64)) -> Seen {
        let seen = look(x);
        let line = format!("{} {} {}\n", seen.0["trace_id"], seen.0["parent_span_id"], seen.0["pid"]);
        let mut noted = std::fs::read_to_string(&file).unwrap_or_default();
        let is_first = noted.is_empty();
        noted += &line;
        std::fs::write(&file, noted).unwrap();
        if is_first {
            std::process::abort();
        }
        seen
    }
    let file = std::env::temp_dir().join(format!("wirecheck-spans-{}", std::process::id()));
    let path = file.to_str().unwrap().to_owned();
    let pool = Pool::builder().workers(1).retries(1).build().unwrap();
    let (seen, recorder) = recorded(|| pool.map(look_and_die_once, [(path, 0)]).unwrap());
    let noted = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let call = the_call(&recorder);
    check(&call, &seen);
    let attempts: Vec<Vec<&str>> = noted.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(attempts.len(), 2);
    assert!(attempts.iter().all(|attempt| attempt[..2] == [&call["trace_id"], &call["span_id"]]));
    assert_ne!(attempts[0][2], attempts[1][2]);
}

fn a_call_lasts_as_long_as_its_iterator_and_a_job_until_it_is_settled() {
    let pool = Pool::builder().workers(1).build().unwrap();
    let ((), recorder) = recorded(|| {
        let recorder =
            || tracing::dispatcher::get_default(|now| now.downcast_ref::<Recorder>().cloned()).unwrap();
        let mut results = pool.map_iter(look, 0..1000).unwrap();
        results.next().unwrap().unwrap();
        assert_eq!(recorder().open().len(), 1);
        drop(results);
        assert_eq!(recorder().open().len(), 0);
    });
    let inputs: u64 = the_call(&recorder)["inputs"].parse().unwrap();
    assert!((1..=1000).contains(&inputs), "{inputs}");
    let (job, recorder) = recorded(|| pool.submit(std::thread::sleep, Duration::from_secs(60)).unwrap());
    assert_eq!(recorder.open().len(), 1);
    assert!(job.cancel());
    let deadline = Instant::now() + Duration::from_secs(20);
    while recorder.closed().is_empty() {
        assert!(Instant::now() < deadline, "the span of a cancelled job is open");
        std::thread::yield_now();
    }
    the_call(&recorder);
}

fn inputs_are_read_within_the_call_and_captures_too() {
    let pool = Pool::builder().workers(1).build().unwrap();
    let (names, _) = recorded(|| {
        let mut names = Vec::new();
        let inside = || tracing::Span::current().metadata().map(|span| span.name());
        let by = 3;
        let inputs = (0..2_u64).inspect(|_| names.push(inside()));
        assert_eq!(pool.map(closure!(|x: u64| x * by), inputs).unwrap(), [0, 3]);
        assert_eq!(inside(), None);
        names
    });
    assert_eq!(names, [Some("wirecheck.call"); 2]);
}

fn lines_of_workers_are_events_of_the_caller() {
    fn speak(x: u64) {
        eprintln!("about {x}");
    }
    let recorder = Recorder::default();
    let dispatch = recorder.dispatch();
    let hook = move |line: &WorkerLine| tracing::dispatcher::with_default(&dispatch, || line.emit_event());
    let pool = Pool::builder().workers(1).on_line(hook).build().unwrap();
    pool.map(speak, 0..3).unwrap();
    drop(pool);
    let events = recorder.events();
    assert_eq!(events.len(), 3);
    for (index, event) in events.iter().enumerate() {
        assert_eq!((event["target"].as_str(), event["stream"].as_str()), ("wirecheck::line", "stderr"));
        assert_eq!((&event["message"], &event["index"]), (&format!("about {index}"), &index.to_string()));
        assert!(event["task"].ends_with("speak") && !event.contains_key("node"), "{event:?}");
    }
}

fn main() {
    if std::env::var_os(DEAF).is_none() && std::env::var_os("WIRECHECK_WORKER").is_some() {
        recorder::install();
    }
    wirecheck_cluster::init();
    let has_server = !Cluster::local(1).is_err_and(|error| error.to_string().contains("no `nats-server`"));
    let is_ci = std::env::var_os("CI").is_some();
    let local: [(&str, fn()); 10] = [
        ("pool::spans_belong_together", on_a_pool),
        ("spawn::spans_belong_together", on_spawn),
        ("pool::a_call_continues_the_trace_that_it_is_given", a_call_continues_the_trace_that_it_is_given),
        (
            "pool::workers_that_listen_to_nothing_hand_the_call_on",
            workers_that_listen_to_nothing_hand_the_call_on,
        ),
        ("pool::calls_of_tasks_are_children_of_the_tasks", calls_of_tasks_are_children_of_the_tasks),
        ("pool::lines_of_workers_are_events_of_the_caller", lines_of_workers_are_events_of_the_caller),
        ("pool::a_task_that_panics_is_marked", a_task_that_panics_is_marked),
        ("pool::a_retried_task_has_the_same_parent", a_retried_task_has_the_same_parent),
        (
            "pool::a_call_lasts_as_long_as_its_iterator_and_a_job_until_it_is_settled",
            a_call_lasts_as_long_as_its_iterator_and_a_job_until_it_is_settled,
        ),
        (
            "pool::inputs_are_read_within_the_call_and_captures_too",
            inputs_are_read_within_the_call_and_captures_too,
        ),
    ];
    let remote: [(&str, fn()); 2] = [
        ("cluster::spans_belong_together", on_a_cluster),
        ("cluster::spans_of_a_detached_call_belong_together", of_a_detached_call),
    ];
    let trial = |(name, test): (&'static str, fn()), runs: bool| {
        let run = move || {
            if !runs {
                return Err(Failed::from(
                    "there is no NATS server: install `nats-server`, or set `NATS_SERVER`",
                ));
            }
            catch_unwind(AssertUnwindSafe(test)).map_err(|panic| {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                Failed::from(text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked"))
            })
        };
        Trial::test(name, run).with_ignored_flag(!runs && !is_ci)
    };
    let trials = local.map(|test| trial(test, true)).into_iter();
    let trials = trials.chain(remote.map(|test| trial(test, has_server)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit()
}
