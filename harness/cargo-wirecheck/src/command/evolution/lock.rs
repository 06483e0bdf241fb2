//! `lock`: writes what the program keeps and sends.

use super::files;
use super::workspace::workspace;
use crate::command::Failure;
use crate::command::lint::selection::Selection;
use crate::output;
use std::collections::BTreeMap;
use wirecheck_evolution::lock::{Lock as File, Root};
use wirecheck_evolution::roots::roots;
use wirecheck_evolution::shape::Store;
use wirecheck_lint::{Options, survey};

/// How the command ends.
const EXIT_CODES: &str = "\
Exit codes:
  0  the file is written, or up to date
  1  with `--check`: it is out of date
  2  the file cannot be read, or the program cannot be looked at
  3  the program does not build, or the file could not be written

Types are found where this program hands them to a format. More of them, and who must read whose bytes, is in `wirecheck.toml`:

  promise = \"backward\"         # none, backward, forward or full
  [[root]]
  name = \"session\"
  type = \"app::Session\"
  formats = [\"json\"]";

/// What to look at.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Lock {
    /// Write nothing, and fail if the file is out of date
    #[arg(long)]
    check: bool,

    /// Also build with each feature alone, and record the shapes that it changes
    #[arg(long)]
    each_feature: bool,

    #[command(flatten)]
    selection: Selection,
}

pub(crate) fn run(args: &Lock) -> Result<(), Failure> {
    let root = workspace(args.selection.manifest_path.as_deref())?;
    let path = files::lock_path(&root);
    // A file that cannot be read is not overwritten.
    let known = files::lock(&path)?.unwrap_or_default();
    let config = files::config(&root)?;
    let versions = files::versions(&root);
    let found = |words: &[&str]| -> Result<(BTreeMap<String, Root>, Store), Failure> {
        let mut cargo = args.selection.words();
        cargo.extend(words.iter().map(Into::into));
        let options = Options { cargo, is_quiet: args.selection.quiet, ..Options::default() };
        let survey = survey(&options).map_err(|error| Failure::Code(error.exit_code(), error.to_string()))?;
        roots(&survey, &config, versions.clone()).map_err(Failure::Usage)
    };
    let (mut all, mut store) = found(&[])?;
    if args.each_feature {
        for feature in features(&args.selection)? {
            let (more, shapes) = found(&["--no-default-features", "--features", &feature])?;
            store.extend(&shapes);
            for (name, root) in more {
                if all.get(&name).is_none_or(|known| known.shape != root.shape) {
                    all.insert(format!("{name}+{feature}"), root);
                }
            }
        }
    }
    let lock = known.with_roots(all, &store);
    if args.check {
        if lock == known && path.is_file() {
            return Ok(());
        }
        output::note(&changes(&known, &lock));
        return Err(Failure::Code(
            1,
            format!("`{}` is out of date; `cargo wirecheck lock` writes it", path.display()),
        ));
    }
    files::write(&path, &lock)?;
    let roots = if lock.roots.len() == 1 { "root" } else { "roots" };
    output::note(&format!("{} has {} {roots}\n{}", path.display(), lock.roots.len(), changes(&known, &lock)));
    Ok(())
}

/// Which roots are not what they were, a line each.
fn changes(known: &File, new: &File) -> String {
    let mut text = String::new();
    for (name, root) in &new.roots {
        match known.roots.get(name) {
            None => text.push_str(&format!("  new: {name}\n")),
            Some(was) if was != root => text.push_str(&format!("  changed: {name}\n")),
            Some(_) => {}
        }
    }
    for name in known.roots.keys().filter(|name| !new.roots.contains_key(*name)) {
        text.push_str(&format!("  gone: {name}\n"));
    }
    text
}

/// The features of the packages that are looked at, without `default`.
fn features(selection: &Selection) -> Result<Vec<String>, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(cargo);
    command.args(["read-manifest"]).stdin(std::process::Stdio::null());
    if let Some(manifest) = &selection.manifest_path {
        command.arg("--manifest-path").arg(manifest);
    }
    let output =
        command.output().map_err(|error| Failure::Code(2, format!("cargo cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(Failure::Usage(
            "`--each-feature` is about one package; run it in its folder, or give `--manifest-path`"
                .to_owned(),
        ));
    }

    let text = String::from_utf8_lossy(&output.stdout);
    Ok(wirecheck_evolution::roots::features(&text))
}
