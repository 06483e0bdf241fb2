//! How a node gets the executable of a program: from its disk, or from the server, where a caller puts it if it is asked to.

use super::programs::{Others, ProgramKey};
use super::run::Node;
use crate::program::{NotAdmitted, ProgramInfo, SignatureText, admit};
use crate::store::{Store, StoreError};
use crate::tunnel::Entry;
use std::fmt::Display;
use std::io::Write;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;
use wirecheck::cluster::Program;

/// How long a caller may take to put its executable on the server.
const UPLOAD: Duration = Duration::from_secs(600);
/// How often it is fetched if it is gone or changed each time.
const TRIES: u32 = 3;

/// Loads a program, and opens the seats that wait for it.
pub(super) async fn run(node: Rc<Node>, key: ProgramKey) {
    let outcome = load(&node, key).await;
    node.peers.borrow_mut().loaded(key, outcome);
    node.start_pumps();
    node.peers.borrow().wake.notify_one();
    // Callers hear at once that it is here.
    node.beat().await;
}

async fn load(node: &Node, key: ProgramKey) -> Result<Program, String> {
    let Some((info, others)) = node.peers.borrow().loading(key) else {
        return Err("nobody waits for it".to_owned());
    };
    let name = node.peers.borrow().own.name.clone();
    let failed = |why: &dyn Display| {
        format!(
            "the node {name} could not load the executable of this program, the build {}: {why}",
            info.build
        )
    };
    let signature = info.signature.as_deref().unwrap_or_default();
    let by = SignatureText::read(signature).map_err(|why| failed(&format!("its signature {why}")))?.by;
    for tried in 0..=TRIES {
        match check(&others, &info).await {
            Ok(Some(program)) => return Ok(program),
            Ok(None) if tried == TRIES => break,
            Ok(None) => fetch(node, key, &info, &others).await.map_err(|why| failed(&why))?,
            Err(NotAdmitted::Unsigned) => {
                return Err(format!(
                    "the node {name} does not run this program, the build {}: its signature by the key {by} is not valid, for it was made \
                     for another content, or its trusted comment was changed; sign the executable again (`minisign -Sm PROGRAM`)",
                    info.build
                ));
            }
            Err(NotAdmitted::Failed(why)) => return Err(failed(&why)),
            Err(NotAdmitted::Changed) => {}
        }
    }
    let folder = others.cache.folder().display();
    Err(failed(&format!("something changes its file in the directory `{folder}`, the cache of the node")))
}

/// The executable from the disk, if it is there and right. One that was changed is removed.
async fn check(others: &Others, info: &Rc<ProgramInfo>) -> Result<Option<Program>, NotAdmitted> {
    let Some(file) = others.cache.find(&info.build) else { return Ok(None) };
    let (theirs, trust) = (ProgramInfo::clone(info), Arc::clone(&others.trust));
    // It takes long: the beats of the node are not to wait for it.
    let checking = tokio::task::spawn_blocking(move || {
        let signature = SignatureText::read(theirs.signature.as_deref().unwrap_or_default());
        admit(file, &theirs, &signature.map_err(|_| NotAdmitted::Unsigned)?, &trust)
    });
    match checking.await {
        Ok(Err(NotAdmitted::Changed)) => {
            others.cache.remove(&info.build);
            Ok(None)
        }
        Ok(outcome) => outcome.map(Some),
        Err(_) => Err(NotAdmitted::Failed("the thread that checks it has ended".to_owned())),
    }
}

/// Fetches an executable from the server to the disk.
async fn fetch(node: &Node, key: ProgramKey, info: &ProgramInfo, others: &Others) -> Result<(), String> {
    let text = |error: &dyn Display| error.to_string();
    let store = node.store().await.map_err(|error| text(&error))?;
    for _ in 0..TRIES {
        let of_disk = |error: std::io::Error| {
            let folder = others.cache.folder().display();
            format!(
                "the directory `{folder}`, the cache of the node, takes no file: {error}; is there space?"
            )
        };
        let mut part = others.cache.begin(&info.build).map_err(of_disk)?;
        let mut local = None;
        let got = store
            .get(&info.build, info.length, |bytes| {
                part.write_all(bytes).inspect_err(|error| local = Some(of_disk(copy(error))))
            })
            .await;
        match got {
            Ok(_) => return part.keep().map_err(of_disk),
            Err(_) if let Some(why) = local => return Err(why),
            Err(StoreError::Missing { .. }) => ask(node, key).await?,
            Err(StoreError::Wrong { .. } | StoreError::TooLong { .. }) => {
                replace(&store, info).await?;
                ask(node, key).await?;
            }
            Err(error) => return Err(text(&error)),
        }
    }
    Err("it was not on the server, or was changed there, each time that a caller had put it there".to_owned())
}

/// Deletes an object that is not what it is called, so that it can be put again.
async fn replace(store: &Store, info: &ProgramInfo) -> Result<(), String> {
    store.delete(&info.build).await.map_err(|error| {
        format!(
            "the object with it on the server is damaged or was changed, and could not be deleted: {error}"
        )
    })
}

/// Asks callers to put the executable on the server, until one has.
async fn ask(node: &Node, key: ProgramKey) -> Result<(), String> {
    loop {
        let (told, answer) = oneshot::channel();
        {
            let mut peers = node.peers.borrow_mut();
            let Some((link, seat)) = peers.programs.ask(key, told) else {
                return Err("nobody waits for it".to_owned());
            };
            if let Some(peer) = peers.peers.get_mut(&link) {
                peer.link.push(seat, Entry::Wanted);
            }
            peers.wake.notify_one();
        }
        match timeout(UPLOAD, answer).await {
            Ok(Ok(Ok(()))) => return Ok(()),
            Ok(Ok(Err(why))) => return Err(format!("the caller could not put it on the server: {why}")),
            // That seat is gone. Another one may wait.
            Ok(Err(_)) => {}
            Err(_) => {
                return Err(format!("the caller did not put it on the server within {} s", UPLOAD.as_secs()));
            }
        }
    }
}

fn copy(error: &std::io::Error) -> std::io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), std::io::Error::from_raw_os_error)
}
