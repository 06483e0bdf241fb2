//! What may follow `--` on the command line.

use std::path::PathBuf;

pub(crate) const HELP: &str = "\
cargo bench -p wirecheck-tests --bench peers -- [OPTIONS]

  --rounds N           how often each figure is taken; the median counts (5; 1 with --quick)
  --only NAME[,NAME]   these groups alone
  --quick              small sizes: shows that everything runs, not how fast
  --strict             exit with 1 when a target is missed
  --markdown FILE      write the tables to a file too
  --help               this";

#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) rounds: usize,
    /// Empty: all.
    pub(crate) only: Vec<String>,
    pub(crate) quick: bool,
    pub(crate) strict: bool,
    pub(crate) markdown: Option<PathBuf>,
    pub(crate) help: bool,
}

impl Options {
    /// Reads the arguments after the program's name; `groups` are the names that `--only` takes.
    pub(crate) fn parse(args: impl Iterator<Item = String>, groups: &[&str]) -> Result<Self, String> {
        let (mut options, mut rounds, mut args) = (Self::default(), None, args);
        while let Some(argument) = args.next() {
            let (name, attached) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let takes_value = ["--rounds", "--only", "--markdown"].contains(&name);
            if attached.is_some() && !takes_value {
                return Err(format!("`{argument}` is not known, or takes no value\n\n{HELP}"));
            }
            let mut value =
                || attached.clone().or_else(|| args.next()).ok_or(format!("`{name}` needs a value"));
            match name {
                "--rounds" => {
                    let text = value()?;
                    let count = text.parse().ok().filter(|count| *count > 0);
                    rounds =
                        Some(count.ok_or(format!("`--rounds` takes a number above 0 and not `{text}`"))?);
                }
                "--only" => options.only.extend(chosen(&value()?, groups)?),
                "--markdown" => options.markdown = Some(value()?.into()),
                "--quick" => options.quick = true,
                "--strict" => options.strict = true,
                "--help" | "-h" => options.help = true,
                // Cargo says which of its verbs started this.
                "--bench" => {}
                _ => return Err(format!("`{argument}` is not known\n\n{HELP}")),
            }
        }
        if options.quick && options.strict {
            return Err("`--quick` measures nothing that `--strict` could judge: give one of them".to_owned());
        }
        options.rounds = rounds.unwrap_or(if options.quick { 1 } else { 5 });
        Ok(options)
    }

    pub(crate) fn wants(&self, group: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == group)
    }
}

fn chosen(list: &str, groups: &[&str]) -> Result<Vec<String>, String> {
    let known = |name: &str| match groups.contains(&name) {
        true => Ok(name.to_owned()),
        false => Err(format!("there is no group `{name}`; there are {}", groups.join(", "))),
    };
    list.split(',').map(|name| known(name.trim())).collect()
}
