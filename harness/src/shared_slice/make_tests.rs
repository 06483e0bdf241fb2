use super::super::Shared;
use super::super::support::alone;
use super::*;
use std::process::Command;

fn refusal(len: usize) -> String {
    let made = Shared::build(len, |_: &mut [u64]| unreachable!("there is no memory for it"));
    made.expect_err("refused").to_string()
}

#[test]
fn more_than_there_can_be_is_refused_before_it_is_filled() {
    let error = refusal(usize::MAX);
    assert!(
        error.contains("not enough memory for a shared value of 18446744073709551615 times 8 bytes"),
        "{error}"
    );
    let error = refusal(1 << 47);
    assert!(
        error.contains("not enough memory for a shared value of 1125899906842624 bytes; make smaller values"),
        "{error}"
    );
}

/// The part that needs a process of its own: it has a limit.
const INNER: &str = "WIRECHECK_TEST_FEW_DESCRIPTORS";

#[test]
fn without_a_descriptor_the_error_says_what_to_raise() {
    let _alone = alone();
    if std::env::var_os(INNER).is_some() {
        let mut kept = Vec::new();
        let error = loop {
            match Shared::<[u8]>::build(LARGE, |_| ()) {
                Ok(value) => kept.push(value),
                Err(error) => break error.to_string(),
            }
            assert!(kept.len() < 100);
        };
        assert!(error.contains("no file descriptor is left") && error.contains("`ulimit -n`"), "{error}");
        // Which is over when there is one again.
        kept.pop();
        Shared::<[u8]>::build(LARGE, |_| ()).expect("made");
        return;
    }
    let name = "shared_slice::make::tests::without_a_descriptor_the_error_says_what_to_raise";
    let output = Command::new("sh")
        .args(["-c", "ulimit -n 60 && exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().expect("this program"))
        .arg(name)
        .env(INNER, "1")
        .output()
        .expect("sh");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn each_error_says_what_to_do() {
    let of = |number| failed(7, io::Error::from_raw_os_error(number)).to_string();
    assert!(of(libc::ENFILE).contains("`ulimit -n`"));
    assert!(of(libc::ENOMEM).contains("fewer at a time") && of(libc::ENOSPC).contains("fewer at a time"));
    assert!(of(libc::EFBIG).contains("`ulimit -f`"));
    assert!(of(libc::EPERM).contains("7 bytes could not be made: "));
}
