//! Ids and parents are those of OpenTelemetry's spans, in callers and workers, once it is connected.

use libtest_mimic::{Arguments, Trial};
use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, TraceContextExt, TraceFlags, TraceState, TracerProvider};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use std::sync::OnceLock;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::layer::SubscriberExt;
use wirecheck::Pool;
use wirecheck::trace::{TraceContext, connect, traceparent, tracing, with_parent};

static EXPORTER: OnceLock<InMemorySpanExporter> = OnceLock::new();

/// What a user's program does before `init`.
fn set_up() {
    let exporter = EXPORTER.get_or_init(InMemorySpanExporter::default);
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("tests"));
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::set_global_default(subscriber).expect("it is the first");
    connect(
        |span| {
            let context = span.context();
            let span = context.span().span_context().clone();
            let (trace, id) = (span.trace_id().to_bytes(), span.span_id().to_bytes());
            TraceContext::new(u128::from_be_bytes(trace), u64::from_be_bytes(id), span.is_sampled())
        },
        |span, parent| {
            let flags = TraceFlags::new(parent.flags);
            let state = TraceState::default();
            let parent = SpanContext::new(parent.trace_id.into(), parent.span_id.into(), flags, true, state);
            let _ = span.set_parent(Context::new().with_remote_span_context(parent));
        },
    );
}

fn exported() -> Vec<SpanData> {
    EXPORTER.get().expect("set up").get_finished_spans().expect("spans")
}

/// The trace, id and parent of each task that has ended in this worker, and the context of this one.
fn look(_: u64) -> (Vec<(String, String, String)>, Option<String>) {
    let tasks = exported().into_iter().filter(|span| span.name == "wirecheck.task");
    let ids = tasks.map(|span| {
        let context = span.span_context;
        (context.trace_id().to_string(), context.span_id().to_string(), span.parent_span_id.to_string())
    });
    (ids.collect(), traceparent())
}

fn spans_of_opentelemetry_are_one_trace() {
    let pool = Pool::builder().workers(1).build().unwrap();
    let seen = tracing::info_span!("request").in_scope(|| pool.map(look, 0..2)).unwrap();
    let spans = exported();
    let of = |name: &str| spans.iter().rfind(|span| span.name == name).expect("it has ended");
    let (request, call) = (of("request"), of("wirecheck.call"));
    assert_eq!(call.parent_span_id, request.span_context.span_id());
    // The second task has seen the first one's span, which OpenTelemetry has exported.
    let (tasks, _) = &seen[1];
    let [(trace, id, parent)] = tasks.as_slice() else { panic!("{tasks:?}") };
    assert_eq!(*trace, request.span_context.trace_id().to_string());
    assert_eq!(*parent, call.span_context.span_id().to_string());
    assert_eq!(seen[0].1, Some(format!("00-{trace}-{id}-01")));
}

fn a_parent_that_is_given_is_the_one_of_opentelemetry_too() {
    let pool = Pool::builder().workers(1).build().unwrap();
    let given: TraceContext = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".parse().unwrap();
    let seen = with_parent(Some(given), || pool.map(look, 0..2)).unwrap();
    let call = exported().into_iter().rfind(|span| span.name == "wirecheck.call").expect("it has ended");
    assert_eq!(call.span_context.trace_id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(call.parent_span_id.to_string(), "00f067aa0ba902b7");
    let (trace, _, parent) = &seen[1].0[0];
    assert_eq!(*trace, call.span_context.trace_id().to_string());
    assert_eq!(*parent, call.span_context.span_id().to_string());
}

fn main() {
    set_up();
    wirecheck::init();
    let arguments = Arguments { test_threads: Some(1), ..Arguments::from_args() };
    let tests: [(&str, fn()); 2] = [
        ("spans_of_opentelemetry_are_one_trace", spans_of_opentelemetry_are_one_trace),
        (
            "a_parent_that_is_given_is_the_one_of_opentelemetry_too",
            a_parent_that_is_given_is_the_one_of_opentelemetry_too,
        ),
    ];
    let trials = tests.map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, trials.into()).exit()
}
