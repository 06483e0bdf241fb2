use super::super::write_mark;
use super::*;
use proptest::prelude::*;

type Lines = Vec<(Option<TaskId>, String)>;

fn keep(lines: &mut Lines) -> impl FnMut(Option<TaskId>, &[u8]) {
    |task, text| lines.push((task, String::from_utf8_lossy(text).into_owned()))
}

const ONE: Option<TaskId> = Some((1, 7));
const TWO: Option<TaskId> = Some((1, 8));

/// The first task of the worker runs, or the second one.
fn runs(task: Option<TaskId>) -> Running {
    let ordinal = if task == TWO { 2 } else { 1 };
    Running { ordinal, task }
}

fn mark(task: Option<TaskId>) -> Vec<u8> {
    write_mark(runs(task).ordinal, task.unwrap())
}

fn of(task: Option<TaskId>, text: &str) -> (Option<TaskId>, String) {
    (task, text.to_owned())
}

#[test]
fn a_mark_says_whose_the_bytes_before_it_are() {
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    // The reader has looked after the first task had ended.
    let bytes = [b"a\nb".as_slice(), &mark(ONE), b"c\n"].concat();
    let plain = splitter.push(&bytes, runs(TWO), &mut keep(&mut lines));
    assert_eq!(plain, b"a\nbc\n");
    assert_eq!(lines, [of(ONE, "a"), of(ONE, "b")]);
    splitter.drained(&mut keep(&mut lines));
    assert_eq!(lines[2..], [of(TWO, "c")]);
}

#[test]
fn bytes_that_were_taken_before_their_task_has_ended_have_no_mark() {
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    splitter.push(b"one\n", runs(ONE), &mut keep(&mut lines));
    // It has left nothing in the pipe, and the next task has.
    splitter.push(&[b"two\n".as_slice(), &mark(TWO)].concat(), runs(TWO), &mut keep(&mut lines));
    assert_eq!(lines, [of(ONE, "one"), of(TWO, "two")]);
    // Nothing runs any more, and what ran last has left something.
    let none = Running { task: None, ..runs(TWO) };
    splitter.push(&[b"end\n".as_slice(), &mark(TWO)].concat(), none, &mut keep(&mut lines));
    assert_eq!(lines[2..], [of(TWO, "end")]);
}

#[test]
fn what_has_no_mark_is_of_the_task_that_ran() {
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    splitter.push(b"half", runs(ONE), &mut keep(&mut lines));
    splitter.drained(&mut keep(&mut lines));
    assert!(lines.is_empty() && splitter.has_partial_line());
    splitter.push(b" a line\n\n", runs(ONE), &mut keep(&mut lines));
    splitter.push(b"next", runs(TWO), &mut keep(&mut lines));
    splitter.drained(&mut keep(&mut lines));
    assert_eq!(lines, [of(ONE, "half a line"), of(ONE, "")]);
    splitter.push(b"none", Running::default(), &mut keep(&mut lines));
    splitter.finish(&mut keep(&mut lines));
    assert_eq!(lines[2..], [of(TWO, "next"), of(None, "none")]);
}

#[test]
fn lines_are_bounded_and_what_looks_like_a_mark_is_text() {
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    splitter.push(&[b'x'; 200_000], runs(ONE), &mut keep(&mut lines));
    assert!(lines.iter().all(|(task, text)| *task == ONE && text.len() == LONGEST));
    splitter.finish(&mut keep(&mut lines));
    assert_eq!(lines.iter().map(|(_, text)| text.len()).sum::<usize>(), 200_000);
    let odd = b"\x1b[31m red \x1b_wc zzzzzzzz0000000000000000\x1b\\ \x1b_wc 00";
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    splitter.push(odd, runs(ONE), &mut keep(&mut lines));
    splitter.finish(&mut keep(&mut lines));
    let text: String = lines.into_iter().map(|(_, text)| text).collect();
    assert_eq!(text.as_bytes(), odd);
}

proptest! {
    /// However a stream is cut, its lines are the same.
    #[test]
    fn any_cuts_give_the_same_lines(
        tasks in proptest::collection::vec("[a-c\\n\x1b]{0,12}", 1..6),
        cuts in proptest::collection::vec(1_usize..9, 1..40),
    ) {
        let mut stream = Vec::new();
        let mut expected = Lines::new();
        for (index, text) in (0..).zip(&tasks) {
            stream.extend_from_slice(text.as_bytes());
            stream.extend_from_slice(&write_mark(index + 1, (3, index)));
            let mut lines: Vec<&str> = text.split('\n').collect();
            if lines.last() == Some(&"") {
                lines.pop();
            }
            expected.extend(lines.into_iter().map(|line| (Some((3, index)), line.to_owned())));
        }
        // The reader looks after all of them have ended.
        let later = Running { ordinal: 100, task: None };
        let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
        let (mut rest, mut plain) = (stream.as_slice(), Vec::new());
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (part, more) = rest.split_at(rest.len().min(*cut));
            plain.extend(splitter.push(part, later, &mut keep(&mut lines)));
            rest = more;
        }
        splitter.finish(&mut keep(&mut lines));
        prop_assert_eq!(lines, expected);
        prop_assert_eq!(plain, tasks.concat().into_bytes());
    }
}
