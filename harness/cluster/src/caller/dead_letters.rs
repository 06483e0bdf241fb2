//! Dead letters of calls that are not detached.

use crate::detach::send_letter;
use crate::program::ProgramInfo;
use crate::store::LazyStore;
use crate::tunnel::Key;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::task::{JoinHandle, spawn_local};
use wirecheck::cluster::DeadTask;

/// How long letters that are under way are waited for, when the cluster ends.
const LAST: Duration = Duration::from_secs(3);

/// Letters that are under way.
#[derive(Debug, Default)]
pub(super) struct DeadLetters(RefCell<Vec<JoinHandle<()>>>);

impl DeadLetters {
    /// Keeps a letter on the server, soon. If that is not possible, there is none: the caller has its error.
    pub(super) fn begin(&self, store: &LazyStore, key: &Key, program: &Rc<ProgramInfo>, task: DeadTask) {
        let (store, key, program) = (store.clone(), key.clone(), Rc::clone(program));
        let mut under_way = self.0.borrow_mut();
        under_way.retain(|letter| !letter.is_finished());
        under_way.push(spawn_local(async move {
            let _ = send_letter(&store, &key, &program, task).await;
        }));
    }

    /// Waits for those that are under way, for a moment.
    pub(super) async fn end(&self) {
        let under_way = std::mem::take(&mut *self.0.borrow_mut());
        let waiting = async {
            for letter in under_way {
                let _ = letter.await;
            }
        };
        let _ = tokio::time::timeout(LAST, waiting).await;
    }
}
