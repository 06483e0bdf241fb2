use super::*;
use crate::matrix::{Scale, SweepPoint};
use crate::report::Machine;

fn origin() -> SweepOrigin {
    let machine = Machine { cpu: Some("A & B <fast> \"CPU\"".into()), available: 2, ..Machine::default() };
    SweepOrigin { command: "test".into(), format: "bincode".into(), scale: Scale::Small, machine }
}

fn sweep() -> Sweep {
    let mut sweep = Sweep::default();
    for (power, rates) in (0..).zip([[2e9, 1e9, 0.01e9, 0.02e9, 1e9], [2e9, 1e9, 0.5e9, 3e9, 2.9e9]]) {
        for (way, rate) in Way::ALL.into_iter().zip(rates) {
            sweep.points.push(SweepPoint::exact(1024 << (4 * power), way, rate));
        }
    }
    sweep
}

/// Whether every tag is closed by its own, every attribute quoted, and no bare character left that XML keeps for itself.
fn check(svg: &str) -> Result<(), String> {
    let (mut open, mut rest) = (Vec::new(), svg);
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        for part in text.split('&').skip(1) {
            let name = part.split(';').next().filter(|_| part.contains(';'));
            if !matches!(name, Some("amp" | "lt" | "gt" | "quot" | "apos")) {
                return Err(format!("a bare & before {part:?}"));
            }
        }
        let end = tag.find('>').ok_or("a tag without an end")?;
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        if inner.starts_with('?') || inner.starts_with('!') {
            continue;
        }
        if inner.contains('<') || !inner.matches('"').count().is_multiple_of(2) {
            return Err(format!("a bad tag: {inner}"));
        }
        if let Some(name) = inner.strip_prefix('/') {
            match open.pop() {
                Some(opened) if opened == name => {}
                other => return Err(format!("{name} closes {other:?}")),
            }
        } else if !inner.ends_with('/') {
            open.push(inner.split_whitespace().next().unwrap_or_default());
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("never closed: {open:?}")) }
}

#[test]
fn it_is_well_formed_whatever_the_machine_is_called() {
    let svg = plot(&sweep(), &origin()).unwrap();
    assert_eq!(check(&svg), Ok(()), "{svg}");
    assert!(svg.starts_with("<svg") && svg.contains("A &amp; B &lt;fast&gt;"), "{svg}");
    // The check itself sees what is wrong.
    assert!(check(&svg.replace("&amp;", "&")).is_err());
    assert!(check(&svg.replacen("</text>", "", 1)).is_err());
}

#[test]
fn it_says_what_is_drawn_and_brings_its_background() {
    let svg = plot(&sweep(), &origin()).unwrap();
    let texts = ["1 KiB", "16 KiB", "GB/s", "size of one result"];
    for text in texts.into_iter().chain(Way::ALL.map(Way::name)) {
        assert!(svg.contains(text), "{text} is missing: {svg}");
    }
    let background = svg.find("fill=\"#FFFFFF\"").unwrap();
    assert!(background < svg.find("<text").unwrap(), "the background comes first");
    assert!(svg.contains(&sweep().advice().unwrap()), "{svg}");
    // Nine lines for four ways and the legend's own, at least, and none to infinity.
    assert!(svg.matches("<polyline").count() >= 9 && !svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

#[test]
fn the_same_sweep_gives_the_same_file() {
    assert_eq!(plot(&sweep(), &origin()), plot(&sweep(), &origin()));
}

#[test]
fn nothing_measured_and_one_point_are_drawn_too() {
    assert_eq!(check(&plot(&Sweep::default(), &origin()).unwrap()), Ok(()));
    let point = SweepPoint::exact(1024, Way::InProcess, 1e9);
    let one = Sweep { points: vec![point], failures: Vec::new() };
    assert_eq!(check(&plot(&one, &origin()).unwrap()), Ok(()));
}

#[test]
fn an_axis_has_a_mark_in_every_range() {
    assert_eq!(decades([0.5, 4.0].into_iter()), [0.5, 1.0, 2.0, 5.0]);
    assert_eq!(ends(std::iter::empty(), 2.0), 0.1..10.0);
    assert!(
        is_labelled(0.2, &(0.1..10.0))
            && !is_labelled(0.2, &(1e-3..10.0))
            && is_labelled(0.01, &(1e-3..10.0))
    );
}
