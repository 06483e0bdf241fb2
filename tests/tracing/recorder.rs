//! Keeps the spans of a process, to be looked at.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use wirecheck::trace::tracing;
use wirecheck::trace::tracing::field::{Field, Visit};
use wirecheck::trace::tracing::span::{Attributes, Id, Record};
use wirecheck::trace::tracing::{Dispatch, Event, Subscriber};

/// The fields of a span, and its name as `name`.
pub(crate) type Fields = BTreeMap<String, String>;

/// The spans of one subscriber.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    spans: Arc<Mutex<Spans>>,
}

#[derive(Debug, Default)]
struct Spans {
    open: Vec<(u64, Fields)>,
    closed: Vec<Fields>,
    events: Vec<Fields>,
}

impl Recorder {
    /// One that is asked about all spans.
    pub(crate) fn dispatch(&self) -> Dispatch {
        Dispatch::new(tracing_subscriber::registry().with(self.clone()))
    }

    fn with<T>(&self, usage: impl FnOnce(&mut Spans) -> T) -> T {
        usage(&mut self.spans.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The spans that have ended so far.
    pub(crate) fn closed(&self) -> Vec<Fields> {
        self.with(|spans| spans.closed.clone())
    }

    /// The events so far.
    pub(crate) fn events(&self) -> Vec<Fields> {
        self.with(|spans| spans.events.clone())
    }

    /// Those that have not, the outer ones first.
    pub(crate) fn open(&self) -> Vec<Fields> {
        self.with(|spans| spans.open.iter().map(|(_, fields)| fields.clone()).collect())
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::from([("name".to_owned(), attributes.metadata().name().to_owned())]);
        attributes.record(&mut Reader(&mut fields));
        if let Some(parent) = context.span(id).and_then(|span| span.parent()) {
            fields.insert("inside".to_owned(), parent.name().to_owned());
        }
        self.with(|spans| spans.open.push((id.into_u64(), fields)));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        self.with(|spans| {
            if let Some((_, fields)) = spans.open.iter_mut().find(|(open, _)| *open == id.into_u64()) {
                values.record(&mut Reader(fields));
            }
        });
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::from([("target".to_owned(), event.metadata().target().to_owned())]);
        event.record(&mut Reader(&mut fields));
        self.with(|spans| spans.events.push(fields));
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        self.with(|spans| {
            if let Some(at) = spans.open.iter().position(|(open, _)| *open == id.into_u64()) {
                let (_, fields) = spans.open.remove(at);
                spans.closed.push(fields);
            }
        });
    }
}

struct Reader<'a>(&'a mut Fields);

impl Visit for Reader<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

/// What listens in each worker.
pub(crate) fn of_process() -> &'static Recorder {
    static RECORDER: std::sync::LazyLock<Recorder> = std::sync::LazyLock::new(Recorder::default);
    &RECORDER
}

/// Listens in this process.
pub(crate) fn install() {
    tracing::dispatcher::set_global_default(of_process().dispatch()).expect("it is the first");
}
