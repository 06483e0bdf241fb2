//! What a survey costs, against `cargo build` of the same crate in the same run:
//! `cargo run --release -p wirecheck-lint --example cost [-- TYPES]`. It prints seconds on the clock and of processors, and the
//! size of what is noted.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;
use wirecheck_lint::report::Scope;
use wirecheck_lint::{Options, reported, survey, wrapper};

const MANIFEST: &str = "[package]\nname = \"many\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n[dependencies]\n\
    serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\
    postcard = { version = \"1\", default-features = false, features = [\"use-std\"] }\n";

fn main() -> ExitCode {
    if wrapper::is_wrapper() {
        let code = wrapper::run().map_err(|error| eprintln!("error: {error}")).unwrap_or(101);
        return ExitCode::from(u8::try_from(code).unwrap_or(101));
    }
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).map_or(Ok(1000), |count| count.parse::<usize>())?;
    let folder = std::env::temp_dir().join(format!("wirecheck-lint-cost-{}", std::process::id()));
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    fs::write(folder.join("src/main.rs"), program(count))?;
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/program/Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock"))?;
    let result = compare(&folder, count);
    fs::remove_dir_all(&folder)?;
    result
}

fn compare(folder: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    let build = |words: &[&str]| {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(folder).args(["build", "--quiet", "--offline"]).args(words);
        let status = command.status()?;
        if status.success() { Ok(()) } else { Err(Box::<dyn Error>::from("cargo build failed")) }
    };
    let look = |words: &[&str]| {
        let mut cargo: Vec<_> = words.iter().map(Into::into).collect();
        cargo.push("--offline".into());
        survey(&Options { folder: Some(folder.to_owned()), cargo, is_quiet: true, ..Options::default() })
    };
    let all = ["--all-targets"];
    let (cold, ()) = timed(|| build(&[]))?;
    let (cold_survey, _) = timed(|| look(&["--bins"]))?;
    let (warm, warm_report) = warm(&|| build(&[]), folder)?;
    fs::remove_dir_all(folder.join("target"))?;
    let (cold_all, ()) = timed(|| build(&all))?;
    let (cold_survey_all, found) = timed(|| look(&[]))?;
    println!("{count} types, {} meetings, {} roots", found.meetings.len(), found.roots.len());
    row("cold, the program", cold, cold_survey);
    row("cold, all targets", cold_all, cold_survey_all);
    row("warm, the program, median of 21", warm, warm_report);
    let own = folder.join("target/wirecheck-lint/notes");
    let notes = files(&own)?
        .into_iter()
        .filter(|path| path.to_string_lossy().contains("/many-"))
        .map(|path| fs::metadata(path).map(|found| found.len()));
    let bytes = notes.sum::<Result<u64, _>>()?;
    println!("notes of the crate, twice, program and test: {bytes} bytes");
    Ok(())
}

/// Both in turn, when there is nothing to build, with a first round that is not counted: what a user runs again.
fn warm(
    build: &dyn Fn() -> Result<(), Box<dyn Error>>,
    folder: &Path,
) -> Result<(Took, Took), Box<dyn Error>> {
    let cargo = vec!["--bins".into(), "--offline".into()];
    let options = Options { folder: Some(folder.to_owned()), cargo, is_quiet: true, ..Options::default() };
    let (mut builds, mut reports) = (Vec::new(), Vec::new());
    for _ in 0..22 {
        builds.push(timed(build)?.0);
        reports.push(timed(|| reported(&options, &Scope::default()))?.0);
    }
    Ok((median(builds), median(reports)))
}

fn median(all: Vec<Took>) -> Took {
    let middle = |value: fn(&Took) -> f64| {
        let mut values: Vec<f64> = all.iter().skip(1).map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Took { clock: middle(|took| took.clock), processors: middle(|took| took.processors) }
}

fn row(name: &str, build: Took, survey: Took) {
    println!(
        "{name}: cargo build {:.3} s ({:.2} s of processors), survey {:.3} s ({:.2} s): {:.2}x ({:.2}x)",
        build.clock,
        build.processors,
        survey.clock,
        survey.processors,
        survey.clock / build.clock,
        survey.processors / build.processors
    );
}

#[derive(Clone, Copy)]
struct Took {
    clock: f64,
    processors: f64,
}

fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(Took, T), Box<dyn Error>>
where
    Box<dyn Error>: From<E>,
{
    let (start, before) = (Instant::now(), processors()?);
    let found = work()?;
    Ok((Took { clock: start.elapsed().as_secs_f64(), processors: processors()? - before }, found))
}

/// Seconds of processors that this process and its children have used.
fn processors() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = text.rsplit_once(')').ok_or("the statistics of this process are not as expected")?;
    let ticks: Result<Vec<f64>, _> = rest.split_whitespace().skip(11).take(4).map(str::parse).collect();
    Ok(ticks?.iter().sum::<f64>() / 100.0)
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}

/// Types that hold earlier ones, of which every tenth is written and read by two formats.
fn program(count: usize) -> String {
    let mut text = String::from("use serde::{Deserialize, Serialize};\n");
    let mut main = String::new();
    for number in 0..count {
        let inner = if number % 10 == 0 { "u8".to_owned() } else { format!("Type{}", number - 1) };
        let derive = "#[derive(Serialize, Deserialize, Clone)]\n";
        let _ = match number % 3 {
            0 => writeln!(
                text,
                "{derive}struct Type{number} {{ id: u64, name: String, inner: Option<{inner}>, tags: Vec<String>, at: (u8, f64) }}"
            ),
            1 => writeln!(
                text,
                "{derive}#[serde(rename_all = \"camelCase\")]\nstruct Type{number} {{ #[serde(default)] the_list: Vec<{inner}>, is_new: bool }}"
            ),
            _ => writeln!(
                text,
                "{derive}enum Type{number} {{ Nothing, One({inner}), More {{ all: Vec<{inner}>, count: u32 }} }}"
            ),
        };
        if number % 10 == 9 {
            let _ = writeln!(
                main,
                "    let one: Type{number} = serde_json::from_str(\"0\").unwrap();\n    \
                 let _ = (serde_json::to_string(&one).unwrap(), postcard::to_allocvec(&one).unwrap(), postcard::from_bytes::<Type{number}>(&[]).is_ok());"
            );
        }
    }
    format!("{text}fn main() {{\n{main}}}\n")
}
