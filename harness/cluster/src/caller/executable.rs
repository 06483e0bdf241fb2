//! The caller's executable, which it puts on the server when a node asks for it.

use super::run::Session;
use crate::digest::Digest;
use crate::program::ProgramInfo;
use crate::store::{Put, Store, StoreError};
use crate::tunnel::Entry;
use bytes::Bytes;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::rc::Rc;

/// A seat whose node wants the executable, with that node.
pub(super) type Wanting = (String, u64);

/// Puts the executable on the server, unless it is there, and tells the nodes that have asked.
pub(super) async fn run(session: Rc<Session>) {
    let outcome = put(&session).await;
    let mut hub = session.hub.borrow_mut();
    hub.is_uploading = false;
    for (id, seat) in std::mem::take(&mut hub.wanting) {
        if let Some(node) = hub.nodes.get_mut(&id) {
            node.link.push(
                seat,
                match &outcome {
                    Ok(()) => Entry::Stored,
                    Err(why) => Entry::NotStored { why },
                },
            );
        }
    }
    hub.wake.notify_one();
}

async fn put(session: &Session) -> Result<(), String> {
    let program = Rc::clone(&session.hub.borrow().program);
    if Digest::own().map_err(|error| error.to_string())? != program.build {
        return Err(format!(
            "it was put on the server when the call was detached, for a day, and is not there any more: detach the call again, or start a \
             node of the build {}",
            program.build
        ));
    }
    let store = session.store().await.map_err(|error| error.to_string())?;
    let put = put_own(&store, &program).await.map_err(|error| error.to_string())?;
    if put == Put::Uploaded {
        session.hub.borrow_mut().has_uploaded = true;
    }
    Ok(())
}

/// Puts the executable of this process on a server, unless it is there.
///
/// # Errors
/// When it cannot be read, or the server does not keep it.
pub(crate) async fn put_own(store: &Store, program: &ProgramInfo) -> Result<Put, StoreError> {
    let executable = File::open("/proc/self/exe").map_err(|error| StoreError::Local {
        why: format!("the caller's executable, `/proc/self/exe`, cannot be read: {error}"),
    })?;
    let read = |at: u64, length: usize| -> io::Result<Bytes> {
        let mut bytes = vec![0; length];
        executable.read_exact_at(&mut bytes, at)?;
        Ok(bytes.into())
    };
    store.put(&program.build, program.length, read).await
}

/// Deletes the executable from the server, if this caller has put it there. A node that still wants it asks another caller.
pub(super) async fn delete(session: &Session) {
    let (program, has_uploaded) = {
        let hub = session.hub.borrow();
        (Rc::clone(&hub.program), hub.has_uploaded)
    };
    if has_uploaded && let Ok(store) = session.store().await {
        // It expires in any case.
        let _ = store.delete_unpinned(&program.build).await;
    }
}
