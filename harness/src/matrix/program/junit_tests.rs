//! What a CI system finds in the file.

use super::{Ran, text, write};
use std::time::Duration;

fn ran(name: &str, result: Result<(), String>) -> Ran {
    Ran { name: name.to_owned(), time: Duration::from_millis(1500), result }
}

#[test]
fn a_case_for_each_trial_with_its_time_and_its_failure() {
    let bad = ran("types::B::ron", Err("first <line>\nsecond & last".to_owned()));
    let text = text("wire", &[bad, ran("types::A::ron", Ok(()))]).unwrap();
    assert!(text.contains("tests=\"2\"") && text.contains("failures=\"1\""), "{text}");
    let good = text.find("name=\"types::A::ron\" classname=\"wire\" time=\"1.500\"").unwrap();
    assert!(good < text.find("name=\"types::B::ron\"").unwrap(), "in the order of names: {text}");
    assert!(text.contains("message=\"first &lt;line&gt;\""), "{text}");
    assert!(text.contains("second &amp; last"), "{text}");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    let file = std::path::Path::new("/dev/null/junit.xml");
    assert!(write(file, "wire", &[ran("a", Ok(()))]).is_err());
}
