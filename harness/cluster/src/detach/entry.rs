//! What is known of a detached call: one small message, which is replaced as that changes.
//!
//! It is the only truth about who runs the call. A change names the version that it was made from, and the server refuses it if
//! there is a newer one, so that of several nodes one gets the call.

use super::id::CallId;
use super::wire::{Reader, Writer};
use crate::program::ProgramInfo;
use crate::store::Stream;
use crate::tunnel::Key;
use bytes::Bytes;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const KIND: &[u8; 8] = b"wccall 2";

/// A call whose inputs are not complete after this time never will be.
const LONGEST_SENDING: Duration = Duration::from_secs(24 * 3600);

/// What is known of a detached call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: CallId,
    pub(crate) plan: Plan,
    /// The nodes that have run it, the last one last.
    pub(crate) tries: Vec<String>,
    /// How many inputs have a result.
    pub(crate) done: u64,
    /// Different in each change by the node and the deputy that have it, so that nobody takes it for silent, or another one's change
    /// for its own.
    pub(crate) heartbeat: u64,
    pub(crate) state: State,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What its workers run.
    pub(crate) program: ProgramInfo,
    /// The names of the format, the task and the type of its results.
    pub(crate) format: String,
    pub(crate) task: String,
    pub(crate) result: String,
    /// How many inputs there are.
    pub(crate) total: u64,
    /// What the tokens of its tasks begin with.
    pub(crate) token: u64,
    pub(crate) options: Options,
    /// When it was detached, in seconds since 1970: by the server's clock once it waits.
    pub(crate) made: u64,
}

/// How a detached call is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// How often a task may run again.
    pub(crate) retries: u32,
    pub(crate) task_timeout: Option<Duration>,
    /// 0 is no limit, here and below.
    pub(crate) tasks_per_worker: u64,
    pub(crate) recycle_above: u64,
    /// How long its results are kept.
    pub(crate) keep: Duration,
    /// Labels that a node must have.
    pub(crate) labels: Vec<String>,
    /// How its workers are to be started.
    pub(crate) setup: Vec<u8>,
}

/// Where a detached call stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Its inputs are being sent.
    Sending,
    /// It waits for a node.
    Queued,
    /// The last of its tries is under way.
    Running,
    /// Every input has a result.
    Done,
    /// It was given up, with this error.
    Failed(Vec<u8>),
    Cancelled,
    /// The node that has run it is lost.
    Lost,
}

impl State {
    pub(crate) fn is_over(&self) -> bool {
        !matches!(self, Self::Sending | Self::Queued | Self::Running)
    }
}

impl Entry {
    pub(crate) fn new(id: CallId, plan: Plan) -> Self {
        Self { id, plan, tries: Vec::new(), done: 0, heartbeat: 0, state: State::Sending }
    }

    /// The subject of its entry.
    pub(crate) fn subject(app: &str, id: &CallId) -> String {
        Stream::Calls.subject(app, id.as_str())
    }

    /// The subject of its inputs.
    pub(crate) fn inputs(app: &str, id: &CallId) -> String {
        Stream::Records.subject(app, &format!("{id}.i"))
    }

    /// The subject of the results of a try; of all tries if that is `None`.
    pub(crate) fn results(app: &str, id: &CallId, number: Option<usize>) -> String {
        let number = number.map_or_else(|| "*".to_owned(), |number| number.to_string());
        Stream::Records.subject(app, &format!("{id}.o.{number}"))
    }

    /// The subjects of all its records.
    pub(crate) fn records(app: &str, id: &CallId) -> String {
        Stream::Records.subject(app, &format!("{id}.>"))
    }

    /// The node that runs it, or has run it last.
    pub(crate) fn node(&self) -> &str {
        self.tries.last().map_or("(unknown)", String::as_str)
    }

    /// What becomes of it once its deputy is gone.
    pub(crate) fn after_loss(&self) -> State {
        let may_run_again = self.tries.len() <= self.plan.options.retries as usize;
        if may_run_again { State::Queued } else { State::Lost }
    }

    /// Whether its results were kept for as long as they are to be. Only the clock of the server counts, of which `now` is the time.
    pub(crate) fn has_expired(&self, now: u64) -> bool {
        // Until all inputs are there, the time is that of the caller.
        let kept = if self.state == State::Sending { LONGEST_SENDING } else { self.plan.options.keep };
        now > self.plan.made.saturating_add(kept.as_secs())
    }

    pub(crate) fn write(&self, key: &Key) -> Bytes {
        let Plan { program, format, task, result, total, token, options, made } = &self.plan;
        let Options { retries, task_timeout, tasks_per_worker, recycle_above, keep, labels, setup } = options;
        let mut out = Writer::new(KIND);
        out.text(self.id.as_str());
        let mut described = Vec::new();
        program.write(&mut described);
        out.bytes(&described);
        [format, task, result].into_iter().for_each(|text| out.text(text));
        let limit = task_timeout.unwrap_or(Duration::ZERO);
        [*total, *token, u64::from(*retries)].into_iter().for_each(|number| out.number(number));
        out.duration(limit);
        [*tasks_per_worker, *recycle_above].into_iter().for_each(|number| out.number(number));
        out.duration(*keep);
        out.number(labels.len() as u64);
        labels.iter().for_each(|label| out.text(label));
        out.bytes(setup);
        [*made, self.done, self.heartbeat, self.tries.len() as u64]
            .into_iter()
            .for_each(|number| out.number(number));
        self.tries.iter().for_each(|node| out.text(node));
        let (number, error): (u64, &[u8]) = match &self.state {
            State::Queued => (0, &[]),
            State::Running => (1, &[]),
            State::Done => (2, &[]),
            State::Failed(error) => (3, error),
            State::Cancelled => (4, &[]),
            State::Lost => (5, &[]),
            State::Sending => (6, &[]),
        };
        out.number(number);
        out.bytes(error);
        out.seal(key)
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub(crate) fn read(key: &Key, message: &[u8]) -> Option<Self> {
        let mut reader = Reader::open(key, KIND, message)?;
        let id = reader.text()?.parse().ok()?;
        let program = ProgramInfo::read(reader.bytes()?)?;
        let (format, task, result) = (reader.text()?, reader.text()?, reader.text()?);
        let (total, token, retries) = (reader.number()?, reader.number()?, reader.small()?);
        let task_timeout = Some(reader.duration()?).filter(|limit| !limit.is_zero());
        let (tasks_per_worker, recycle_above) = (reader.number()?, reader.number()?);
        let keep = reader.duration()?;
        let labels = (0..reader.number()?).map(|_| reader.text()).collect::<Option<_>>()?;
        let setup = reader.bytes()?.to_vec();
        let options = Options { retries, task_timeout, tasks_per_worker, recycle_above, keep, labels, setup };
        let (made, done, heartbeat) = (reader.number()?, reader.number()?, reader.number()?);
        let tries = (0..reader.number()?).map(|_| reader.text()).collect::<Option<_>>()?;
        let (number, error) = (reader.number()?, reader.bytes()?);
        let state = match number {
            0 => State::Queued,
            1 => State::Running,
            2 => State::Done,
            3 => State::Failed(error.to_vec()),
            4 => State::Cancelled,
            5 => State::Lost,
            6 => State::Sending,
            _ => return None,
        };
        let plan = Plan { program, format, task, result, total, token, options, made };
        reader.is_empty().then_some(Self { id, plan, tries, done, heartbeat, state })
    }
}

/// In seconds since 1970, by the clock of this machine.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(state: State) -> Entry {
        let options = Options {
            retries: 2,
            task_timeout: Some(Duration::from_millis(1500)),
            tasks_per_worker: 3,
            recycle_above: 1 << 40,
            keep: Duration::from_secs(60),
            labels: vec!["gpu".to_owned()],
            setup: vec![1, 2, 3],
        };
        let plan = Plan {
            program: ProgramInfo::of_tests(),
            format: "bincode".to_owned(),
            task: "app::größe".to_owned(),
            result: "u64".to_owned(),
            total: 1000,
            token: u64::MAX,
            options,
            made: now(),
        };
        let tries = vec!["one".to_owned(), "two".to_owned()];
        Entry { tries, done: 5, heartbeat: 6, state, ..Entry::new(CallId::new(), plan) }
    }

    #[test]
    fn an_entry_is_read_as_it_was_written_and_nothing_else_is() {
        let key = Key::of(b"secret");
        for state in [
            State::Queued,
            State::Running,
            State::Done,
            State::Failed(vec![1, 2]),
            State::Cancelled,
            State::Lost,
            State::Sending,
        ] {
            let entry = entry(state);
            let message = entry.write(&key);
            assert_eq!(Entry::read(&key, &message), Some(entry));
            assert_eq!(Entry::read(&Key::of(b"other"), &message), None);
            assert!((0..message.len()).all(|end| Entry::read(&key, &message[..end]).is_none()));
            let mut longer = message.to_vec();
            longer.push(0);
            key.seal(&mut longer);
            assert_eq!(Entry::read(&key, &longer), None);
        }
    }

    #[test]
    fn a_lost_call_waits_again_as_often_as_it_may() {
        let mut entry = entry(State::Running);
        assert_eq!((entry.node(), entry.after_loss()), ("two", State::Queued));
        entry.tries.push("three".to_owned());
        assert_eq!((entry.node(), entry.after_loss()), ("three", State::Lost));
        entry.plan.options.retries = 0;
        entry.tries.truncate(1);
        assert_eq!(entry.after_loss(), State::Lost);
    }

    #[test]
    fn results_expire() {
        let mut entry = entry(State::Done);
        let made = entry.plan.made;
        assert!(!entry.has_expired(made + 60) && entry.has_expired(made + 61));
        // Also if its caller has died while it sent inputs; but it may take its time for them.
        entry.state = State::Sending;
        assert!(!entry.has_expired(made + 24 * 3600) && entry.has_expired(made + 24 * 3600 + 1));
    }
}
