//! What generated programs are compiled against: built once by cargo, then given to rustc directly.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The libraries of a build, optimised or not.
#[derive(Clone, Debug)]
pub struct Toolchain {
    /// The folder that generated programs are written to.
    pub work: PathBuf,
    /// Whether programs are optimised.
    pub is_optimised: bool,
    externs: Vec<String>,
    dependencies: PathBuf,
}

/// The crates that generated code names.
const NAMED: [&str; 3] = ["serde", "wirecheck", "wirecheck_random_support"];

impl Toolchain {
    /// Builds the libraries, under `target/random-types`.
    ///
    /// # Errors
    /// If cargo fails; the error has what it said.
    pub fn new(is_optimised: bool) -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap_or(Path::new("."));
        let target = root.join("target/random-types");
        let work = target.join(format!("programs/{}", std::process::id()));
        fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(root).args([
            "build",
            "-p",
            "wirecheck-random-support",
            "--message-format=json-render-diagnostics",
        ]);
        cargo.args(["--config", "profile.dev.debug=false", "--config", "profile.release.lto=false"]);
        cargo.arg("--target-dir").arg(&target).args(is_optimised.then_some("--release"));
        let output = cargo.output().map_err(|error| format!("cargo does not start: {error}"))?;
        if !output.status.success() {
            return Err(format!(
                "the support crate does not build:\n{}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        let messages = String::from_utf8_lossy(&output.stdout);
        let artifacts =
            messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let mut externs = Vec::new();
        let mut dependencies = PathBuf::new();
        for artifact in artifacts.filter(|message| message["reason"] == "compiler-artifact") {
            let name = artifact["target"]["name"].as_str().unwrap_or_default();
            let files =
                artifact["filenames"].as_array().into_iter().flatten().filter_map(|file| file.as_str());
            for file in files.filter(|file| NAMED.contains(&name) && file.ends_with(".rlib")) {
                externs.push(format!("{name}={file}"));
                // What was not built for its own sake is in `deps`; what was is linked to it.
                let folder = Path::new(file).parent().unwrap_or(Path::new(""));
                dependencies = if folder.ends_with("deps") { folder.into() } else { folder.join("deps") };
            }
        }
        if externs.len() < NAMED.len() {
            return Err(format!("cargo built {externs:?}, and generated code names {NAMED:?}"));
        }
        Ok(Self { work, is_optimised, externs, dependencies })
    }

    /// Removes the programs.
    pub fn clean(&self) {
        // What cannot be removed is in `target` and does no harm.
        let _ = fs::remove_dir_all(&self.work);
    }

    /// rustc for a program.
    pub fn rustc(&self, source: &Path, program: &Path) -> Command {
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        // Where types are too long for a message, rustc writes files.
        rustc.current_dir(&self.work).arg(source).arg("-o").arg(program);
        rustc.args([
            "--crate-name",
            "random",
            "--edition",
            "2024",
            "--error-format=json",
            "--cap-lints=allow",
        ]);
        rustc.args([
            "-C",
            "debuginfo=0",
            "-C",
            if self.is_optimised { "opt-level=2" } else { "opt-level=0" },
        ]);
        rustc
            .args(["-C", "codegen-units=16", "-L"])
            .arg(format!("dependency={}", self.dependencies.display()));
        for library in &self.externs {
            rustc.args(["--extern", library]);
        }
        rustc
    }
}
