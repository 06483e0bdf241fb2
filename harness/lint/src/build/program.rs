//! What cargo knows of a workspace before anything is built.

use super::{Error, Options};
use crate::kept::Guards;
use crate::patch::patched;
use crate::survey::{Package, Place, Unseen};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The answer of `cargo metadata`, as far as it matters.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Found>,
    workspace_members: Vec<String>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
    resolve: Option<Resolve>,
}

#[derive(Deserialize)]
struct Found {
    id: String,
    name: String,
    version: String,
    manifest_path: PathBuf,
    /// None for a folder of the user's.
    source: Option<String>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

/// The packages of a program.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// With the folders of their manifests, the longest first.
    packages: Vec<(PathBuf, Package)>,
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// What is known before the build to stay dark.
    pub(crate) unseen: Vec<Unseen>,
    /// The compiler's.
    pub(crate) host: String,
    /// What cargo was told when it was asked.
    pub(crate) guards: Guards,
}

impl Program {
    /// Asks cargo, and whether the derives in it can be patched.
    pub(crate) fn read(options: &Options, host: &str) -> Result<Self, Error> {
        let metadata: Metadata = metadata(options, host)?;
        let own = metadata.packages.iter().filter(|found| found.source.is_none());
        let own: Vec<PathBuf> = own.map(|found| found.manifest_path.clone()).collect();
        let guards = Guards::of_workspace(options, &own);
        Ok(Self { guards, host: host.to_owned(), ..Self::of(metadata)? })
    }

    fn of(metadata: Metadata) -> Result<Self, Error> {
        let used: Option<BTreeSet<&str>> = metadata
            .resolve
            .as_ref()
            .map(|resolve| resolve.nodes.iter().map(|node| node.id.as_str()).collect());
        let used = |found: &&Found| used.as_ref().is_none_or(|used| used.contains(found.id.as_str()));
        let mut unseen = Vec::new();
        let mut has_serde = false;
        let mut has_derive = false;
        for found in metadata.packages.iter().filter(used) {
            let is_one = found.version.starts_with("1.");
            match found.name.as_str() {
                "serde" | "serde_core" if is_one => has_serde = true,
                "serde" | "serde_derive" if !is_one => unseen.push(Unseen {
                    what: format!("{} {}", found.name, found.version),
                    place: None,
                    reason: "its traits are not those of serde 1, so types that use them are not looked at"
                        .to_owned(),
                }),
                "serde_derive" => {
                    has_derive = true;
                    check(found)?;
                }
                _ => (),
            }
        }
        if !has_serde {
            return Err(Error::NoSerde);
        }
        if !has_derive {
            unseen.push(Unseen {
                what: "serde's derive".to_owned(),
                place: None,
                reason: "no package uses it, so every impl of serde's traits is written by hand".to_owned(),
            });
        }
        let members: BTreeSet<&str> = metadata.workspace_members.iter().map(String::as_str).collect();
        let mut packages: Vec<(PathBuf, Package)> = metadata
            .packages
            .iter()
            .map(|found| {
                let is_member = members.contains(found.id.as_str());
                let package = Package { name: found.name.clone(), version: found.version.clone(), is_member };
                (found.manifest_path.parent().unwrap_or(Path::new("")).to_owned(), package)
            })
            .collect();
        packages.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.components().count()));
        Ok(Self {
            packages,
            root: metadata.workspace_root,
            target: metadata.target_directory,
            unseen,
            ..Self::default()
        })
    }

    /// A program of these packages, by their folders.
    #[cfg(test)]
    pub(crate) fn of_packages(packages: Vec<(PathBuf, Package)>) -> Self {
        Self { packages, ..Self::default() }
    }

    /// The package in a folder.
    pub(crate) fn package_of(&self, folder: &str) -> Option<&Package> {
        self.packages.iter().find(|(known, _)| known == Path::new(folder)).map(|(_, package)| package)
    }

    /// The package whose code is at a place.
    pub(crate) fn package_at(&self, place: &Place) -> Option<&Package> {
        let path = self.root.join(&place.file);
        self.packages.iter().find(|(folder, _)| path.starts_with(folder)).map(|(_, package)| package)
    }
}

/// What cargo says of the workspace, read as the caller needs it.
pub(crate) fn metadata<T: serde::de::DeserializeOwned>(options: &Options, host: &str) -> Result<T, Error> {
    let mut command = super::cargo::command(options);
    command.args(["metadata", "--format-version=1", "--filter-platform"]);
    command.arg(options.value("--target").unwrap_or_else(|| host.to_owned()));
    for flag in ["--locked", "--offline", "--frozen", "--all-features", "--no-default-features"] {
        if options.has(flag) {
            command.arg(flag);
        }
    }
    for name in ["--manifest-path", "--features", "--config"] {
        if let Some(value) = options.value(name) {
            command.arg(name).arg(value);
        }
    }
    let output = answer(&mut command)?;
    serde_json::from_slice(&output).map_err(|error| Error::Workspace(error.to_string()))
}

fn answer(command: &mut Command) -> Result<Vec<u8>, Error> {
    let output = command.output().map_err(|error| Error::io(Path::new(command.get_program()), &error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words = words.trim();
    Err(Error::Workspace(words.strip_prefix("error: ").unwrap_or(words).to_owned()))
}

/// Whether a serde_derive can be patched.
fn check(found: &Found) -> Result<(), Error> {
    let target = found.targets.iter().find(|target| target.kind.iter().any(|kind| kind == "proc-macro"));
    let path = target.map_or_else(|| found.manifest_path.clone(), |target| target.src_path.clone());
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, &error))?;
    patched(&text).map(|_| ()).map_err(|error| Error::derive(&found.version, &error))
}

#[cfg(test)]
mod tests {
    use super::Program;

    fn package(name: &str, version: &str) -> String {
        format!(
            r#"{{"id":"{name} {version}","name":"{name}","version":"{version}","manifest_path":"/x/{name}-{version}/Cargo.toml","targets":[]}}"#
        )
    }

    fn program(packages: &[(&str, &str)]) -> Result<Program, String> {
        let packages: Vec<String> = packages.iter().map(|(name, version)| package(name, version)).collect();
        let text = format!(
            r#"{{"packages":[{}],"workspace_members":["app 0.1.0"],"workspace_root":"/x","target_directory":"/x/target","resolve":null}}"#,
            packages.join(",")
        );
        Program::of(serde_json::from_str(&text).unwrap()).map_err(|error| error.to_string())
    }

    #[test]
    fn an_old_major_version_of_serde_is_named() {
        let found = program(&[
            ("app", "0.1.0"),
            ("serde", "1.0.229"),
            ("serde", "0.9.15"),
            ("serde_derive", "0.9.15"),
        ])
        .unwrap();
        let unseen: Vec<&str> = found.unseen.iter().map(|dark| dark.what.as_str()).collect();
        assert_eq!(unseen, ["serde 0.9.15", "serde_derive 0.9.15", "serde's derive"]);
    }

    #[test]
    fn a_program_with_the_old_one_only_has_no_serde() {
        let error = program(&[("app", "0.1.0"), ("serde", "0.9.15")]).unwrap_err();
        assert_eq!(error, "no package of this workspace uses serde 1, so no type meets a format");
    }

    #[test]
    fn a_file_belongs_to_the_innermost_package() {
        let found = program(&[("app", "0.1.0"), ("serde", "1.0.229")]).unwrap();
        let place = |file: &str| crate::survey::Place { file: file.to_owned(), line: 1, column: 1 };
        let name = |file| found.package_at(&place(file)).map(|package| package.name.as_str());
        assert_eq!(name("app-0.1.0/src/main.rs"), Some("app"));
        assert_eq!(name("/x/serde-1.0.229/src/lib.rs"), Some("serde"));
        assert_eq!(name("/y/src/lib.rs"), None);
    }
}
