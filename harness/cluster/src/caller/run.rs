//! The thread of a caller, and what the rest of the program sees of it.

use super::dead_letters::DeadLetters;
use super::exchange::{ASK_AGAIN, Answer, Asked, Asking, LOOK, Looked};
use super::late::Late;
use super::memory::{Announced, Memories, Share};
use super::nodes::NodeInfo;
use super::seats::{Hub, Order};
use super::upload::Uploads;
use super::{executable, pump};
use crate::access::{Access, new_id, new_number};
use crate::courier::{self, Batch};
use crate::program::ProgramInfo;
use crate::store::{LazyStore, Store};
use async_nats::{Client, Event, Message, Request, RequestErrorKind, Subscriber};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{LocalSet, spawn_local};
use wirecheck::Error;
use wirecheck::cluster::{
    DeadTask, NewSeat, ProgramNumbers, SeatCommand, SeatHost, SharedMemory, not_started, system,
};

/// How long a node may take to say that its process lives.
const ANSWER: Duration = Duration::from_millis(300);
/// How long the last messages may take.
const LAST: Duration = Duration::from_millis(500);
/// A node that does not run this program is forgotten when it was not heard for so long.
const OTHERS: Duration = Duration::from_secs(6);

/// What the thread tells the rest of the program.
#[derive(Debug, Default)]
pub(crate) struct Board {
    state: Mutex<State>,
    changed: Condvar,
    /// Answers that came from nodes after they were given up.
    late: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    nodes: HashMap<String, NodeInfo>,
    /// Nodes that do not run this program, and when they were heard.
    others: HashMap<String, (NodeInfo, Instant)>,
    /// How many workers this caller may have.
    places: usize,
    is_over: bool,
}

impl Board {
    pub(super) fn note(&self, nodes: HashMap<String, NodeInfo>, places: usize) {
        let mut state = self.lock();
        state.nodes = nodes;
        state.places = places;
        drop(state);
        self.changed.notify_all();
    }

    /// One node has said something new of itself.
    pub(super) fn note_one(&self, id: &str, info: NodeInfo, places: usize) {
        let mut state = self.lock();
        let is_new = state.nodes.insert(id.to_owned(), info).is_none();
        let is_changed = is_new || state.places != places;
        state.places = places;
        drop(state);
        if is_changed {
            self.changed.notify_all();
        }
    }

    pub(super) fn note_other(&self, id: &str, info: NodeInfo, now: Instant) {
        let mut state = self.lock();
        state.others.retain(|_, (_, heard)| now.saturating_duration_since(*heard) < OTHERS);
        state.others.insert(id.to_owned(), (info, now));
    }

    pub(super) fn note_late(&self, answers: u64) {
        self.late.fetch_add(answers, Ordering::Relaxed);
    }

    /// How many answers came from nodes after they were given up.
    pub(super) fn late(&self) -> u64 {
        self.late.load(Ordering::Relaxed)
    }

    fn end(&self) {
        self.lock().is_over = true;
        self.changed.notify_all();
    }

    /// All nodes that are there.
    pub(crate) fn nodes(&self) -> Vec<NodeInfo> {
        let state = self.lock();
        let others = state.others.values().filter(|(_, heard)| heard.elapsed() < OTHERS);
        let mut nodes: Vec<NodeInfo> =
            state.nodes.values().chain(others.map(|(info, _)| info)).cloned().collect();
        nodes.sort_by(|one, other| (&one.name, &one.build).cmp(&(&other.name, &other.build)));
        nodes
    }

    /// How many workers this caller may have.
    pub(crate) fn places(&self) -> usize {
        self.lock().places
    }

    /// Waits until there is a number of places other than `known`; `None` when the thread has ended.
    pub(crate) fn wait_for_places(&self, known: usize) -> Option<usize> {
        let waited = self.changed.wait_while(self.lock(), |state| state.places == known && !state.is_over);
        let state = waited.unwrap_or_else(PoisonError::into_inner);
        (!state.is_over).then_some(state.places)
    }

    /// Waits until there are so many nodes that run this program. Returns how many there are.
    pub(crate) fn wait_for_nodes(&self, count: usize, patience: Duration) -> usize {
        let is_short = |state: &mut State| state.nodes.len() < count && !state.is_over;
        let waited = self.changed.wait_timeout_while(self.lock(), patience, is_short);
        waited.unwrap_or_else(PoisonError::into_inner).0.nodes.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a caller asks of nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Demands {
    /// What workers run, if it is not this program.
    pub(crate) program: Option<ProgramInfo>,
    /// A file with the signature of this program.
    pub(crate) signature: Option<PathBuf>,
    /// Labels that a node must have.
    pub(crate) labels: Vec<String>,
}

/// Carries the seats of a pool to the nodes of a cluster. Dropping it ends its thread.
#[derive(Debug)]
pub(crate) struct Caller {
    orders: UnboundedSender<Order>,
    announced: Arc<Announced>,
    board: Arc<Board>,
    /// What workers run.
    program: ProgramNumbers,
    thread: Option<JoinHandle<()>>,
    /// The process that has the thread.
    process: u32,
}

impl Caller {
    /// Connects, and looks for nodes.
    ///
    /// # Errors
    /// When the server cannot be reached, or the signature of this program cannot be read from its file.
    pub(crate) fn start(access: Access, demands: Demands) -> Result<Self, Error> {
        let program = match demands.program {
            Some(program) => program,
            None => ProgramInfo::own(demands.signature.as_deref())?,
        };
        let numbers = program.protocol.numbers(program.build.number());
        let board = Arc::new(Board::default());
        let (orders, taken) = unbounded_channel();
        let (told, connected) = mpsc::channel();
        let (theirs, events) = (Arc::clone(&board), orders.clone());
        let announced = Arc::new(Announced::default());
        let taking = Arc::clone(&announced);
        let thread = std::thread::Builder::new()
            .name("wirecheck-cluster".to_owned())
            .spawn(move || {
                run(&access, (program, demands.labels), (&theirs, taking), (events, taken), &told);
                theirs.end();
            })
            .map_err(|error| system("the thread of a cluster could not be started", error))?;
        let process = std::process::id();
        let caller = Self { orders, announced, board, program: numbers, thread: Some(thread), process };
        connected.recv().unwrap_or_else(|_| Err(not_started("the thread of a cluster has ended")))?;
        Ok(caller)
    }

    pub(crate) fn board(&self) -> &Arc<Board> {
        &self.board
    }
}

impl SeatHost for Caller {
    fn program(&self) -> ProgramNumbers {
        self.program
    }

    fn has_nodes(&self) -> bool {
        !self.board.lock().nodes.is_empty()
    }

    fn keep_dead_task(&self, task: DeadTask) {
        let _ = self.orders.send(Order::KeepDeadTask(task));
    }

    fn late_answers(&self) -> u64 {
        self.board.late()
    }

    fn open(&self, seat: NewSeat) {
        // If the thread is gone, the seat is dropped, which ends its stream.
        let status = Arc::clone(&seat.status);
        if self.orders.send(Order::Open(seat)).is_err() {
            status.refused("the thread of the cluster has ended".to_owned());
        }
    }

    fn command(&self, seat: u64, command: SeatCommand) {
        let _ = self.orders.send(Order::Command(seat, command));
    }

    fn share(&self, seat: u64, memory: SharedMemory, is_awaited: bool) {
        self.announced.push(Share { seat, memory, is_awaited });
        let _ = self.orders.send(Order::Share);
    }

    fn release(&self, seat: u64) {
        let _ = self.orders.send(Order::Release(seat));
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let thread = self.thread.take();
        if self.process != std::process::id() {
            // A fork does not have the thread.
            std::mem::forget(thread);
            return;
        }
        let _ = self.orders.send(Order::Stop);
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

type Orders = (UnboundedSender<Order>, UnboundedReceiver<Order>);

fn run(
    access: &Access,
    (program, labels): (ProgramInfo, Vec<String>),
    (board, announced): (&Arc<Board>, Arc<Announced>),
    (events, mut orders): Orders,
    told: &mpsc::Sender<Result<(), Error>>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = told.send(Err(system("the thread of a cluster could not be set up", error)));
            return;
        }
    };
    LocalSet::new().block_on(&runtime, async {
        let id = new_id();
        let session = match Session::begin(access, &id, (program, labels), (board, announced), events).await {
            Ok(session) => session,
            Err(error) => {
                let _ = told.send(Err(error));
                return;
            }
        };
        let _ = told.send(Ok(()));
        while let Some(order) = orders.recv().await {
            if let Order::KeepDeadTask(task) = order {
                let program = Rc::clone(&session.hub.borrow().program);
                session.dead_letters.begin(&session.store, &access.key, &program, task);
            } else if !session.hub.borrow_mut().order(order) {
                break;
            }
        }
        session.end().await;
    });
}

/// A connection, and the tasks that serve it.
pub(super) struct Session {
    access: Access,
    client: Client,
    pub(super) hub: Rc<RefCell<Hub>>,
    uploads: Rc<Uploads>,
    dead_letters: DeadLetters,
    reply: String,
    /// Connected once it is needed.
    store: LazyStore,
}

impl Session {
    async fn begin(
        access: &Access,
        id: &str,
        (program, labels): (ProgramInfo, Vec<String>),
        (board, announced): (&Arc<Board>, Arc<Announced>),
        events: UnboundedSender<Order>,
    ) -> Result<Rc<Self>, Error> {
        let told = events.clone();
        let on_event = move |event| {
            let _ = match event {
                Event::Connected => events.send(Order::Reconnected),
                Event::ServerError(error) => events.send(Order::Complaint(error.to_string())),
                _ => Ok(()),
            };
        };
        let client = access.connect("wirecheck caller", on_event).await?;
        let reply = access.caller(id);
        let failed = |what: &str| not_started(format!("the NATS server refused {what}"));
        let inbox = client.subscribe(reply.clone()).await.map_err(|_| failed("the caller's inbox"))?;
        let beats = client.subscribe(access.beats()).await.map_err(|_| failed("the beats of nodes"))?;
        let wake = Rc::new(Notify::new());
        let (store_jobs, jobs) = unbounded_channel();
        let hub = Rc::new(RefCell::new(Hub {
            key: access.key.clone(),
            program: Rc::new(program),
            labels,
            nodes: BTreeMap::new(),
            new_link: new_number,
            deaf: HashMap::new(),
            reconnected: None,
            complaint: None,
            links: HashMap::new(),
            seats: HashMap::new(),
            waiting: VecDeque::new(),
            placed: Vec::new(),
            late: Late::default(),
            wanting: Vec::new(),
            is_uploading: false,
            has_uploaded: false,
            memories: Memories::default(),
            announced,
            early_shares: HashMap::new(),
            store_jobs,
            wake: Rc::clone(&wake),
            board: Arc::clone(board),
        }));
        let store = LazyStore::new(access, "wirecheck caller, objects");
        let uploads = Rc::new(Uploads::new(store.clone(), told));
        spawn_local(Rc::clone(&uploads).run(jobs));
        let session = Rc::new(Self {
            access: access.clone(),
            client,
            hub,
            uploads,
            dead_letters: DeadLetters::default(),
            reply,
            store,
        });
        spawn_local(Rc::clone(&session).take_messages(inbox));
        spawn_local(Rc::clone(&session).take_beats(beats));
        spawn_local(Rc::clone(&session).watch());
        let collecting = Rc::clone(&session);
        let collect = move |now| collecting.collect(now);
        spawn_local(courier::run(session.client.clone(), session.reply.clone(), wake, collect));
        courier::send(&session.client, access.query(), &session.reply, Bytes::new()).await;
        Ok(session)
    }

    /// What is to be sent to the nodes.
    fn collect(&self, now: Instant) -> Batch {
        let (messages, next) = self.hub.borrow_mut().collect(now);
        let messages = messages.into_iter().map(|(id, message)| (self.access.node(&id), message)).collect();
        Batch { messages, next }
    }

    async fn take_messages(self: Rc<Self>, mut inbox: Subscriber) {
        while let Some(message) = inbox.next().await {
            self.take(&message).await;
            while let Some(Some(message)) = inbox.next().now_or_never() {
                self.take(&message).await;
            }
            let placed = std::mem::take(&mut self.hub.borrow_mut().placed);
            for seat in placed {
                spawn_local(pump::run(Rc::clone(&self.hub), seat));
            }
            self.upload_if_wanted();
            self.hub.borrow().wake.notify_one();
        }
    }

    fn upload_if_wanted(self: &Rc<Self>) {
        let mut hub = self.hub.borrow_mut();
        if !hub.wanting.is_empty() && !hub.is_uploading {
            hub.is_uploading = true;
            spawn_local(executable::run(Rc::clone(self)));
        }
    }

    /// What is kept on the server.
    pub(super) async fn store(&self) -> Result<Store, Error> {
        self.store.get().await
    }

    async fn take(&self, message: &Message) {
        let answer = self.hub.borrow_mut().take(&message.payload, Instant::now());
        if let (Some(answer), Some(from)) = (answer, &message.reply) {
            courier::send(&self.client, from.to_string(), &self.reply, answer).await;
        }
    }

    async fn take_beats(self: Rc<Self>, mut beats: Subscriber) {
        while let Some(message) = beats.next().await {
            self.hub.borrow_mut().hear(&message.payload, Instant::now());
        }
    }

    /// Looks for nodes that are lost.
    async fn watch(self: Rc<Self>) {
        loop {
            tokio::time::sleep(LOOK).await;
            let Looked { lost, asked } = self.hub.borrow_mut().look(Instant::now());
            for (id, message) in lost {
                self.tell(&id, message).await;
            }
            for id in asked {
                spawn_local(Rc::clone(&self).ask(id));
            }
        }
    }

    async fn tell(&self, id: &str, message: Bytes) {
        courier::send(&self.client, self.access.node(id), &self.reply, message).await;
    }

    /// Asks a silent node whether its process lives. A server knows at once when nobody listens.
    async fn ask(self: Rc<Self>, id: String) {
        let mut asking = Asking::default();
        loop {
            let request = Request::new().timeout(Some(ANSWER));
            let sent = self.client.send_request(self.access.ping(&id), request);
            let answer = match tokio::time::timeout(ANSWER * 2, sent).await {
                Ok(Err(error)) if error.kind() == RequestErrorKind::NoResponders => Answer::NobodyListens,
                Ok(Ok(_)) => Answer::Lives,
                _ => Answer::Silence,
            };
            let asked = self.hub.borrow_mut().answered(&id, &mut asking, answer, Instant::now());
            match asked {
                Asked::Again => tokio::time::sleep(ASK_AGAIN).await,
                Asked::Over => return,
                Asked::Lost(message) => {
                    if let Some(message) = message {
                        self.tell(&id, message).await;
                    }
                    return;
                }
            }
        }
    }

    /// Says good-bye to all nodes, so that none waits for this caller.
    async fn end(&self) {
        let nodes: Vec<String> = self.hub.borrow().nodes.keys().cloned().collect();
        let ending = async {
            for id in nodes {
                let message = self.hub.borrow_mut().lose(&id);
                if let Some(message) = message {
                    self.tell(&id, message).await;
                }
            }
            let _ = self.client.flush().await;
        };
        let _ = tokio::time::timeout(LAST, ending).await;
        self.dead_letters.end().await;
        let _ = tokio::time::timeout(LAST, executable::delete(self)).await;
        let own = self.hub.borrow().own_objects();
        self.uploads.end(own).await;
    }
}
