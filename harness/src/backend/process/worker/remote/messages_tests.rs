use super::*;
use proptest::prelude::*;

fn commands() -> Vec<SeatCommand> {
    let conditions = [
        KillIf::RunsFor((u32::MAX, u64::MAX), Duration::from_millis(1500)),
        KillIf::RunsCall(7),
        KillIf::StillRuns(None),
        KillIf::StillRuns(Some((0, 1))),
    ];
    let plain = [
        SeatCommand::Record { starts: true, phases: false },
        SeatCommand::Record { starts: false, phases: true },
        SeatCommand::Fault { number: 3, at: u64::MAX },
        SeatCommand::CancelFirst(1 << 40),
        SeatCommand::CancelCall(5),
        SeatCommand::ForgetCall(6),
        SeatCommand::Kill,
    ];
    plain.into_iter().chain(conditions.map(SeatCommand::KillIf)).collect()
}

fn report() -> SeatReport {
    SeatReport {
        running: Some((3, 4)),
        running_for: Some(Duration::from_micros(17)),
        begun: 99,
        resident: 1 << 33,
        is_ending: true,
        totals: PhaseTotals { moving: [1, 2, 3], compute: 4, peak: 5 },
    }
}

fn end() -> SeatEnd {
    SeatEnd {
        exit: Exit::Signal(11),
        report: report(),
        crash: Error::refused("crash").on_node("far"),
        failed_start: Error::start("start"),
        on_condition: true,
    }
}

fn bytes(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}

#[test]
fn each_arrives_as_it_was() {
    for command in commands() {
        assert_eq!(SeatCommand::read(&bytes(|out| command.write(out))), Some(command));
    }
    for report in [report(), SeatReport::default(), SeatReport { running: None, ..report() }] {
        let back = SeatReport::read(&bytes(|out| report.write(out))).expect("a report");
        let is_idle = report.running.is_none();
        assert_eq!((back.running, back.begun), (report.running, report.begun));
        assert!(is_idle || back == report);
    }
    let packed = bytes(|out| end().write(out));
    let back = SeatEnd::read(&packed).expect("an end");
    assert_eq!(format!("{back:#?}"), format!("{:#?}", end()));
}

#[test]
fn what_is_cut_or_longer_is_refused() {
    for command in commands() {
        let whole = bytes(|out| command.write(out));
        assert!((0..whole.len()).all(|end| SeatCommand::read(&whole[..end]).is_none()), "{command:?}");
        assert_eq!(SeatCommand::read(&[&whole[..], &[0]].concat()), None);
    }
    let whole = bytes(|out| end().write(out));
    assert!((0..whole.len()).all(|cut| SeatEnd::read(&whole[..cut]).is_none()));
    let whole = bytes(|out| report().write(out));
    assert!((0..whole.len()).all(|cut| SeatReport::read(&whole[..cut]).is_none()));
}

proptest! {
    /// They come over a network.
    #[test]
    fn any_bytes_are_read_or_refused(any in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Some(command) = SeatCommand::read(&any) {
            prop_assert_eq!(SeatCommand::read(&bytes(|out| command.write(out))), Some(command));
        }
        if let Some(report) = SeatReport::read(&any) {
            prop_assert!(SeatReport::read(&bytes(|out| report.write(out))).is_some());
        }
        if let Some(end) = SeatEnd::read(&any) {
            prop_assert!(SeatEnd::read(&bytes(|out| end.write(out))).is_some());
        }
    }
}
