//! The thread of a caller: its connection, and the tasks that serve it.

use super::board::Board;
use super::dead_letters::DeadLetters;
use super::exchange::{ASK_AGAIN, Answer, Asked, Asking, LOOK, Looked};
use super::late::Late;
use super::memory::{Announced, Memories};
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
use std::rc::Rc;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{LocalSet, spawn_local};
use wirecheck::Error;
use wirecheck::cluster::{not_started, system};

/// How long a node may take to say that its process lives.
const ANSWER: Duration = Duration::from_millis(300);
/// How long the last messages may take.
const LAST: Duration = Duration::from_millis(500);

type Orders = (UnboundedSender<Order>, UnboundedReceiver<Order>);

/// Connects, says so, and serves until it is told to stop.
pub(super) fn run(
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
