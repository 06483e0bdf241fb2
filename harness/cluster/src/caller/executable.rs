//! The caller's executable, which it puts on the server when a node asks for it.

use super::run::Session;
use crate::store::Put;
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
    let executable = File::open("/proc/self/exe")
        .map_err(|error| format!("the caller's executable, `/proc/self/exe`, cannot be read: {error}"))?;
    let read = |at: u64, length: usize| -> io::Result<Bytes> {
        let mut bytes = vec![0; length];
        executable.read_exact_at(&mut bytes, at)?;
        Ok(bytes.into())
    };
    let store = session.store().await.map_err(|error| error.to_string())?;
    // Asks first whether it is there.
    let put = store.put(&program.build, program.length, read).await.map_err(|error| error.to_string())?;
    if put == Put::Uploaded {
        session.hub.borrow_mut().has_uploaded = true;
    }
    Ok(())
}

/// Deletes the executable from the server, if this caller has put it there. A node that still wants it asks another caller.
pub(super) async fn delete(session: &Session) {
    let (program, has_uploaded) = {
        let hub = session.hub.borrow();
        (Rc::clone(&hub.program), hub.has_uploaded)
    };
    if has_uploaded && let Ok(store) = session.store().await {
        // It expires in any case.
        let _ = store.delete(&program.build).await;
    }
}
