use super::{PlanKind, plans};
use crate::judge::Evidence;
use crate::migrate::fate::Fate;
use crate::migrate::moved::{Bytes, Moved};
use crate::migrate::setup::Setup;
use crate::report::Outcome;

fn moved(target: &'static str, outcome: Outcome, bytes: Bytes) -> Moved {
    Moved { target, outcome, evidence: Evidence::Proved, reason: None, bytes }
}

/// The kinds, with the targets that each is open to.
fn kinds(fate: Fate, targets: &[Moved]) -> Vec<(PlanKind, String)> {
    let all = plans(fate, Some(Setup::FUNCTIONS), targets);
    all.into_iter().map(|plan| (plan.kind, plan.targets.join(" "))).collect()
}

#[test]
fn bytes_that_are_kept_need_a_reader_or_the_same_layout() {
    let targets = [
        moved("bincode2", Outcome::Accepted, Bytes::Same),
        moved("postcard", Outcome::Accepted, Bytes::Other),
        moved("cbor", Outcome::Refused, Bytes::Other),
    ];
    let text = |kind, targets: &str| (kind, targets.to_owned());
    assert_eq!(
        kinds(Fate::Persisted, &targets),
        [
            text(PlanKind::KeepBytes, "bincode2"),
            text(PlanKind::TwoReaders, "postcard"),
            text(PlanKind::DropOld, "postcard")
        ]
    );
    assert_eq!(
        kinds(Fate::Transient, &targets),
        [text(PlanKind::KeepBytes, "bincode2"), text(PlanKind::ChangeTogether, "postcard")]
    );
    assert_eq!(kinds(Fate::Ask, &targets).len(), 4);
    assert_eq!(kinds(Fate::Persisted, &targets[2..]), [text(PlanKind::Mend, "")]);
}

#[test]
fn the_two_readers_are_named_where_wirecheck_has_them() {
    let targets = [moved("postcard", Outcome::Accepted, Bytes::Other)];
    let text = |layout| plans(Fate::Persisted, layout, &targets)[0].text.clone();
    assert!(text(Some(Setup::FUNCTIONS)).ends_with("`wirecheck::dual::<Postcard, Bincode1>()`"));
    assert!(!text(None).contains("dual"));
}
