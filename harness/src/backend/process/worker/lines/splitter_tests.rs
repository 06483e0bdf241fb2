use super::super::write_mark;
use super::*;
use proptest::prelude::*;

type Lines = Vec<(Option<TaskId>, String)>;

fn keep(lines: &mut Lines) -> impl FnMut(Option<TaskId>, &[u8]) {
    |task, text| lines.push((task, String::from_utf8_lossy(text).into_owned()))
}

const ONE: Option<TaskId> = Some((1, 7));
const TWO: Option<TaskId> = Some((1, 8));

fn mark(task: Option<TaskId>) -> Vec<u8> {
    write_mark(task.unwrap())
}

fn of(task: Option<TaskId>, text: &str) -> (Option<TaskId>, String) {
    (task, text.to_owned())
}

#[test]
fn a_mark_says_whose_the_bytes_before_it_are() {
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    // The reader has looked after the first task had ended.
    let bytes = [b"a\nb".as_slice(), &mark(ONE), b"c\n"].concat();
    let plain = splitter.push(&bytes, TWO, &mut keep(&mut lines));
    assert_eq!(plain, b"a\nbc\n");
    assert_eq!(lines, [of(ONE, "a"), of(ONE, "b")]);
    splitter.drained(&mut keep(&mut lines));
    assert_eq!(lines[2..], [of(TWO, "c")]);
}

#[test]
fn what_has_no_mark_is_of_the_task_that_ran() {
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    splitter.push(b"half", ONE, &mut keep(&mut lines));
    splitter.drained(&mut keep(&mut lines));
    assert!(lines.is_empty() && splitter.has_partial_line());
    splitter.push(b" a line\n\n", ONE, &mut keep(&mut lines));
    splitter.push(b"next", TWO, &mut keep(&mut lines));
    splitter.drained(&mut keep(&mut lines));
    assert_eq!(lines, [of(ONE, "half a line"), of(ONE, "")]);
    splitter.push(b"none", None, &mut keep(&mut lines));
    splitter.finish(&mut keep(&mut lines));
    assert_eq!(lines[2..], [of(TWO, "next"), of(None, "none")]);
}

#[test]
fn lines_are_bounded_and_what_looks_like_a_mark_is_text() {
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    splitter.push(&[b'x'; 200_000], ONE, &mut keep(&mut lines));
    assert!(lines.iter().all(|(task, text)| *task == ONE && text.len() == LONGEST));
    splitter.finish(&mut keep(&mut lines));
    assert_eq!(lines.iter().map(|(_, text)| text.len()).sum::<usize>(), 200_000);
    let odd = b"\x1b[31m red \x1b_wc zzzzzzzz0000000000000000\x1b\\ \x1b_wc 00";
    let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
    splitter.push(odd, ONE, &mut keep(&mut lines));
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
            stream.extend_from_slice(&write_mark((3, index)));
            let mut lines: Vec<&str> = text.split('\n').collect();
            if lines.last() == Some(&"") {
                lines.pop();
            }
            expected.extend(lines.into_iter().map(|line| (Some((3, index)), line.to_owned())));
        }
        let (mut splitter, mut lines) = (LineSplitter::default(), Vec::new());
        let (mut rest, mut plain) = (stream.as_slice(), Vec::new());
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (part, more) = rest.split_at(rest.len().min(*cut));
            plain.extend(splitter.push(part, None, &mut keep(&mut lines)));
            rest = more;
        }
        splitter.finish(&mut keep(&mut lines));
        prop_assert_eq!(lines, expected);
        prop_assert_eq!(plain, tasks.concat().into_bytes());
    }
}
