//! `dead`: inputs that have killed their workers on two nodes.

use super::{Reach, table};
use crate::command::Failure;
use crate::output::Output;
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};
use wirecheck_cluster::{Calls, DeadLetter};

/// What to do with dead letters.
#[derive(Debug, clap::Args)]
pub(crate) struct Dead {
    #[command(flatten)]
    reach: Reach,

    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List them, the oldest first
    List,
    /// Show one with its input and the errors of all attempts
    Show {
        /// The name of the letter, or its first characters
        letter: String,
    },
    /// Run the input again, as a detached call of its own, and delete the letter
    Retry {
        /// The name of the letter, or its first characters
        letter: String,
    },
    /// Delete it
    Forget {
        /// The name of the letter, or its first characters
        letter: String,
    },
}

/// Bytes of an input that are shown.
const SHOWN: usize = 256;

pub(crate) fn run(args: &Dead, output: &Output) -> Result<(), Failure> {
    let calls = args.reach.builder().calls()?;
    let letters = calls.dead_letters()?;
    match &args.action {
        Action::List => output.plain(&list(&letters))?,
        Action::Show { letter } => output.plain(&show(find(&letters, letter)?))?,
        Action::Retry { letter } => {
            let id = calls.retry_letter(find(&letters, letter)?)?;
            output.plain(&format!("the input runs again as the detached call {id}\n"))?;
        }
        Action::Forget { letter } => forget(&calls, find(&letters, letter)?)?,
    }
    Ok(())
}

fn forget(calls: &Calls, letter: &DeadLetter) -> Result<(), Failure> {
    Ok(calls.forget_letter(&letter.id)?)
}

fn find<'a>(letters: &'a [DeadLetter], name: &str) -> Result<&'a DeadLetter, Failure> {
    let mut found = letters.iter().filter(|letter| !name.is_empty() && letter.id.starts_with(name));
    match (found.next(), found.next()) {
        (Some(letter), None) => Ok(letter),
        (Some(_), Some(_)) => {
            Err(Failure::Usage(format!("several dead letters begin with `{name}`: give more of the name")))
        }
        (None, _) => Err(Failure::Usage(format!(
            "there is no dead letter `{name}`\n\nhelp: `cargo wirecheck dead list` lists them"
        ))),
    }
}

fn list(letters: &[DeadLetter]) -> String {
    if letters.is_empty() {
        return "there are no dead letters\n".to_owned();
    }
    let mut rows =
        vec![["letter", "age", "task", "input", "attempts", "program"].map(str::to_owned).to_vec()];
    rows.extend(letters.iter().map(|letter| {
        vec![
            letter.id.clone(),
            age(letter.time),
            letter.task.clone(),
            letter.index.to_string(),
            letter.errors.len().to_string(),
            letter.build.clone(),
        ]
    }));
    table(&rows)
}

fn show(letter: &DeadLetter) -> String {
    let mut text = format!(
        "letter   {}\ncall     {}\ntask     {}\ninput    {} ({} bytes in {})\nprogram  {}\nage      {}\n",
        letter.id,
        letter.call.as_ref().map_or_else(|| "not detached".to_owned(), ToString::to_string),
        letter.task,
        letter.index,
        letter.input.len(),
        letter.format,
        letter.build,
        age(letter.time),
    );
    for (number, error) in (1..).zip(&letter.errors) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "attempt {number}: {error}");
    }
    let shown = &letter.input[..letter.input.len().min(SHOWN)];
    let more = if letter.input.len() > SHOWN { " .." } else { "" };
    let _ = writeln!(text, "bytes    {}{more}", shown.escape_ascii());
    text
}

/// How long ago, in one unit.
fn age(time: SystemTime) -> String {
    let seconds = time.elapsed().unwrap_or(Duration::ZERO).as_secs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_one_unit() {
        let ago = |seconds| age(SystemTime::now() - Duration::from_secs(seconds));
        assert_eq!([5, 150, 10_000, 400_000].map(ago), ["5 s", "2 min", "2 h", "4 days"]);
    }
}
