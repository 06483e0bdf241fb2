//! Control flow: what binds names on the way, and what leaves early.

use crate::same;

#[test]
fn conditions() {
    let (verbose, limit) = (true, 5u64);
    same!([1, 9] => |x: u64| if verbose { x } else { limit });
    same!([1, 9] => |x: u64| if !verbose || x > limit { limit } else if x == 1 { limit * 2 } else { 0 });
}

#[test]
fn if_let_chains() {
    let (limit, fallback, wanted) = (Some(5u64), 77u64, Some("x".to_owned()));
    same!([1, 6, 9] => |x: u64| {
        if let Some(limit) = limit
            && let Some(wanted) = &wanted
            && x > limit
            && wanted.len() == 1
        {
            x + limit
        } else {
            fallback
        }
    });
}

#[test]
fn a_name_bound_by_a_condition_ends_with_it() {
    let y = 10u64;
    same!([Some(1), None] => |x: Option<u64>| if let Some(y) = x { y } else { y });
    same!([Some(1), None] => |x: Option<u64>| (if let Some(y) = x { y } else { 0 }) + y);
}

#[test]
fn matching_with_guards() {
    let (low, names) = (3u64, vec!["a".to_owned(), "b".to_owned()]);
    same!([0, 3, 9] => |x: u64| match x {
        0 => names[0].clone(),
        y if y > low => format!("{y}>{low}"),
        low => low.to_string(),
    });
    let choice = Some("text".to_owned());
    same!([1usize, 4] => |x: usize| match &choice {
        Some(text) if text.len() == x => text.clone(),
        Some(text) => text[..1].to_owned(),
        None => String::new(),
    });
}

#[test]
fn matching_on_a_capture_itself() {
    let number = 3u8;
    same!([1u8, 3] => |x: u8| match number {
        0 => 0,
        other if other == x => 1,
        other => other,
    });
    let pair = (1u8, "one".to_owned());
    same!([1u8] => |x: u8| match pair {
        (1, ref name) => name.len() as u8 + x,
        (other, _) => other,
    });
}

#[test]
fn let_else() {
    let (table, missing) = (vec![Some(3u64), None], 99u64);
    same!([0usize, 1, 5] => |at: usize| {
        let Some(Some(found)) = table.get(at) else { return missing };
        let missing = found + missing;
        missing
    });
}

#[test]
fn loops_with_labels() {
    let (rows, stop) = (vec![vec![1u64, 2], vec![3, 4], vec![5]], 4u64);
    same!([0, 1, 3] => |skip: u64| {
        let mut sum = 0;
        'rows: for row in &rows {
            for value in row {
                if *value == skip {
                    continue 'rows;
                }
                if *value == stop {
                    break 'rows;
                }
                sum += value;
            }
        }
        sum
    });
    let most = 10u64;
    same!([0, 7, 20] => |start: u64| {
        let mut n = start;
        let found = 'search: loop {
            n += 3;
            if n > most {
                break 'search n - most;
            }
        };
        let inner = 'block: {
            if found == 1 {
                break 'block most;
            }
            found
        };
        inner + n
    });
}

#[test]
fn while_and_while_let() {
    let (limit, step) = (10u64, 3u64);
    same!([0, 4] => |x: u64| {
        let mut n = x;
        while n < limit {
            n += step;
        }
        n
    });
    same!([vec![1, 2, 30], vec![]] => |mut stack: Vec<u64>| {
        let mut sum = 0;
        while let Some(limit) = stack.pop()
            && limit < 100
        {
            sum += limit * step;
        }
        sum + limit
    });
}

#[test]
fn a_loop_over_a_capture() {
    let items = vec!["a".to_owned(), "b".to_owned()];
    let numbers = [1u8, 2, 3];
    same!([1usize] => |n: usize| {
        let mut all = Vec::new();
        for item in &items {
            all.push(item.repeat(n));
        }
        for item in items.iter().rev() {
            all.push(item.clone());
        }
        // An array of `Copy` is `Copy`.
        for number in numbers {
            all.push(number.to_string());
        }
        all
    });
}

#[test]
fn question_marks_and_returns() {
    let (table, least) = (vec!["1".to_owned(), "x".to_owned(), "30".to_owned()], 5u32);
    same!([0usize, 1, 2, 3] => |at: usize| -> Result<u32, String> {
        let text = table.get(at).ok_or("no such row")?;
        let number: u32 = text.parse().map_err(|_| format!("row {at}: {text}"))?;
        if number < least {
            return Err(format!("{number} < {least}"));
        }
        Ok(number)
    });
    let first = Some(2u8);
    same!([3u8] => |x: u8| -> Option<u8> { x.checked_mul(first?) });
}
