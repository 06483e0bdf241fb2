//! The sweep over all faults, and single ones again. It needs `ptrace`, as a debugger does.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod on_linux {
    use clap::Parser;
    use std::io;
    use std::path::PathBuf;
    use std::process::ExitCode;
    use std::time::{Duration, Instant};
    use wirecheck_sweep::fault::{Fault, Side};
    use wirecheck_sweep::judge::{Outcome, judge};
    use wirecheck_sweep::plan::{Density, sample};
    use wirecheck_sweep::run::Program;
    use wirecheck_sweep::sweep::{Clean, SCENARIOS, Schedule, plan, sweep, total};
    use wirecheck_sweep::{calls, report};

    /// Fails each system call of a pool, and judges what comes of it.
    #[derive(Parser)]
    struct Arguments {
        /// Only these programs: pool, limits, files, spawn.
        #[arg(long)]
        scenario: Vec<String>,
        /// Makes this fault alone and prints everything: `side:call:errno:number`, with `+` for "from then on".
        #[arg(long)]
        fault: Option<Fault>,
        /// Only calls of this side: parent, child, worker, workers.
        #[arg(long)]
        side: Vec<String>,
        /// Only these calls.
        #[arg(long)]
        call: Vec<String>,
        /// How many calls of each kind fail alone.
        #[arg(long, default_value_t = 4)]
        once: u64,
        /// From how many calls of each kind on they fail.
        #[arg(long, default_value_t = 2)]
        onwards: u64,
        /// At how many calls of each kind the process is killed.
        #[arg(long, default_value_t = 6)]
        kills: u64,
        /// Only this many of the faults.
        #[arg(long)]
        sample: Option<usize>,
        /// Chooses them.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Runs at the same time.
        #[arg(long)]
        jobs: Option<usize>,
        /// Seconds after which a run hangs. Where no worker lives, each part of a program gives up after some seconds.
        #[arg(long, default_value_t = 60)]
        limit: u64,
        /// Does not make an error of a call again that made the program hang.
        #[arg(long)]
        skip_hangs: bool,
        /// Where the report goes.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Prints a line for each run.
        #[arg(long)]
        verbose: bool,
    }

    pub(super) fn main() -> ExitCode {
        match go(&Arguments::parse()) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::from(2)
            }
        }
    }

    fn go(arguments: &Arguments) -> io::Result<bool> {
        let executable = std::env::current_exe()?.with_file_name("scenario");
        let program = Program { executable, limit: Duration::from_secs(arguments.limit) };
        let folder = std::env::temp_dir().join(format!("wirecheck-sweep-{}", std::process::id()));
        let outcome = match arguments.fault {
            Some(fault) => replay(arguments, &program, &fault, &folder),
            None => sweep_all(arguments, &program, &folder),
        };
        let _ = std::fs::remove_dir_all(&folder);
        outcome
    }

    fn scenarios(arguments: &Arguments) -> Vec<String> {
        let all = || SCENARIOS.map(str::to_owned).to_vec();
        if arguments.scenario.is_empty() { all() } else { arguments.scenario.clone() }
    }

    fn replay(
        arguments: &Arguments,
        program: &Program,
        fault: &Fault,
        folder: &std::path::Path,
    ) -> io::Result<bool> {
        let mut is_good = true;
        for scenario in scenarios(arguments) {
            let clean = Clean::of(program, &scenario, folder)?;
            let run = program.run(&scenario, Some(fault), folder)?;
            let outcome = judge(&run, Some(fault), clean.left);
            print!("{}", run.report);
            eprint!("{}", run.stderr);
            println!("{scenario} {fault}: {outcome}; {:.1} s, {:?}", run.took.as_secs_f64(), run.seen.end);
            println!("the fault was made {} times", run.seen.made);
            is_good &= !matches!(outcome, Outcome::Broken(_));
        }
        Ok(is_good)
    }

    fn sweep_all(arguments: &Arguments, program: &Program, folder: &std::path::Path) -> io::Result<bool> {
        let start = Instant::now();
        let clean: Vec<Clean> = scenarios(arguments)
            .iter()
            .map(|name| Clean::of(program, name, folder))
            .collect::<io::Result<_>>()?;
        for clean in &clean {
            let counts = Side::ALL.map(|side| format!("{} {}", total(&clean.counts, side), side.name()));
            println!("{}: calls: {}", clean.scenario, counts.join(", "));
        }
        let is_wanted = |fault: &Fault| {
            let call = calls::name(fault.call);
            (arguments.side.is_empty() || arguments.side.iter().any(|side| side == fault.side.name()))
                && (arguments.call.is_empty() || arguments.call.contains(&call))
        };
        let density = Density { once: arguments.once, onwards: arguments.onwards, kills: arguments.kills };
        let mut faults = plan(&clean, density, is_wanted);
        if let Some(count) = arguments.sample {
            faults = sample(faults, count, arguments.seed);
        }
        let jobs =
            arguments.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let all = faults.len();
        println!("{all} faults, {jobs} at a time");
        let rows = sweep(
            program,
            &clean,
            &faults,
            Schedule { jobs, skips_hangs: arguments.skip_hangs },
            folder,
            |at, row, seconds| {
                if arguments.verbose || matches!(row.outcome, Outcome::Broken(_)) {
                    println!("{at}/{all} {} {} {seconds:.1} s: {}", row.scenario, row.fault, row.outcome);
                }
            },
        )?;
        let broken = rows.iter().filter(|row| matches!(row.outcome, Outcome::Broken(_))).count();
        println!("{all} faults, {broken} broken, {:.0} s", start.elapsed().as_secs_f64());
        if let Some(path) = &arguments.out {
            std::fs::write(path, report::markdown(&head(arguments), &rows))?;
        }
        Ok(broken == 0)
    }

    fn head(arguments: &Arguments) -> String {
        let Arguments { once, onwards, kills, .. } = arguments;
        let sample = arguments
            .sample
            .map_or_else(String::new, |count| format!(" --sample {count} --seed {}", arguments.seed));
        format!(
            "`cargo run -p wirecheck-sweep --bin sweep -- --once {once} --onwards {onwards} --kills {kills}{sample} --out \
             reports/faults.md` makes this file. Of the calls of each kind, {once} fail alone; all fail from {onwards} places \
             on; each with every errno of the manual. Processes are killed at {kills} calls of each kind. Without the numbers, \
             more places are tried. CI makes a sample (`cargo test -p wirecheck-sweep`)."
        )
    }
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn main() -> std::process::ExitCode {
    on_linux::main()
}

#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
fn main() {
    eprintln!("the sweep needs Linux on x86_64");
}
