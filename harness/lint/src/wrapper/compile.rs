//! One run of the compiler.

use super::arguments::{Arguments, Product};
use super::derive_copy;
use crate::build::Error;
use crate::extract::{Crate, Notes, extract};
use object::read::archive::ArchiveFile;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of what is noted; where it is set, the executable is the compiler's wrapper.
pub(crate) const FOLDER: &str = "WIRECHECK_LINT_NOTES";

/// The wrapper that was set before.
pub(crate) const CHAINED: &str = "WIRECHECK_LINT_CHAINED";

/// Whether cargo runs this executable as the wrapper of the compiler; ask it first of all in `main`.
pub fn is_wrapper() -> bool {
    env::var_os(FOLDER).is_some()
}

/// Runs the compiler as cargo asks in the arguments of this process, keeps what the compiled crate says, and returns the
/// compiler's exit code.
///
/// # Errors
///
/// If the compiler cannot be run, or what it made cannot be read.
pub fn run() -> Result<i32, Error> {
    let folder = PathBuf::from(env::var_os(FOLDER).unwrap_or_default());
    let arguments = Arguments::new(env::args_os().skip(1).collect());
    let words = match arguments.product {
        Product::Derive => derive_copy::redirected(&arguments.all, &folder.join("patched"))?,
        _ => arguments.changed(),
    };
    if matches!(arguments.product, Product::Linked | Product::Executable) {
        for old in objects_of(&arguments) {
            let _ = fs::remove_file(old);
        }
    }
    let code = compile(&words)?;
    if code == 0 && !matches!(arguments.product, Product::Host | Product::Derive) {
        keep(&arguments, &folder)?;
    }
    Ok(code)
}

fn compile(words: &[OsString]) -> Result<i32, Error> {
    let chained = env::var_os(CHAINED).filter(|chained| !chained.is_empty());
    let mut all = chained.iter().chain(words);
    let program = all.next().ok_or_else(|| Error::internal("cargo names no compiler"))?;
    let mut command = Command::new(program);
    // A copy of us further down in the chain would do it all twice.
    command.args(all).env_remove(FOLDER).env_remove(CHAINED);
    let status = command.status().map_err(|error| Error::io(Path::new(program), &error))?;
    Ok(status.code().unwrap_or(101))
}

/// Writes the notes of what was compiled.
fn keep(arguments: &Arguments, folder: &Path) -> Result<(), Error> {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let of = Crate {
        package: variable("CARGO_PKG_NAME"),
        version: variable("CARGO_PKG_VERSION"),
        folder: variable("CARGO_MANIFEST_DIR"),
    };
    let here = env::current_dir().unwrap_or_default();
    let here = (!arguments.is_foreign).then(|| here.to_string_lossy().into_owned());
    let notes = match arguments.product {
        Product::Library => {
            let path = arguments.out.join(format!("lib{}.rlib", arguments.key()));
            let data = fs::read(&path).map_err(|error| Error::io(&path, &error))?;
            let archive = ArchiveFile::parse(&*data)
                .map_err(|_| Error::internal("the compiler's rlib is no archive"))?;
            let members = archive.members().flatten().filter(|member| member.name().ends_with(b".o"));
            let objects: Vec<&[u8]> = members.filter_map(|member| member.data(&*data).ok()).collect();
            extract(of, &objects, here.as_deref())
        }
        _ => {
            let files = objects_of(arguments);
            let data: Vec<Vec<u8>> = files.iter().filter_map(|file| fs::read(file).ok()).collect();
            let objects: Vec<&[u8]> = data.iter().map(Vec::as_slice).collect();
            let notes = extract(of, &objects, here.as_deref());
            for file in files {
                let _ = fs::remove_file(file);
            }
            notes
        }
    };
    write(&notes, &folder.join(format!("{}.notes", arguments.key())))?;
    if arguments.product == Product::Executable {
        let path = arguments.out.join(format!("{}{}", arguments.key(), arguments.suffix()));
        fs::write(&path, link_text(&arguments.key())).map_err(|error| Error::io(&path, &error))?;
    }
    Ok(())
}

/// What stands in the place of an executable, which is not linked.
fn link_text(key: &str) -> String {
    format!("wirecheck-lint: {key}\n")
}

fn write(notes: &Notes, path: &Path) -> Result<(), Error> {
    let data = postcard::to_allocvec(notes).map_err(|error| Error::internal(&error.to_string()))?;
    let unfinished = path.with_extension("part");
    fs::write(&unfinished, data).map_err(|error| Error::io(&unfinished, &error))?;
    fs::rename(&unfinished, path).map_err(|error| Error::io(path, &error))
}

/// `key.o`, or `key.PART.rcgu.o` if the compiler works on several parts at once.
fn objects_of(arguments: &Arguments) -> Vec<PathBuf> {
    let start = format!("{}.", arguments.key());
    let mut found: Vec<PathBuf> = fs::read_dir(&arguments.out)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&start) && name.ends_with(".o")
        })
        .collect();
    found.sort();
    found
}
