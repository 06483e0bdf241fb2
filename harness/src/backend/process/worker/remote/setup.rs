//! How the workers of a pool are started, as far as a node does that for a caller.

use crate::backend::Launch;
use crate::error::Error;
use crate::wire::{Malformed, Reader};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

/// How the names of variables begin that make a program run other code than that of its executable, which is the one that was signed,
/// or lead its libraries to other files and hosts: those that glibc does not read in programs with more rights than their users, and
/// OpenSSL's, whose configuration names libraries.
const CHANGES_CODE: [&str; 14] = [
    "LD_",
    "DYLD_",
    "GLIBC_TUNABLES",
    "GCONV_PATH",
    "GETCONF_DIR",
    "HOSTALIASES",
    "LOCALDOMAIN",
    "LOCPATH",
    "MALLOC_TRACE",
    "NIS_PATH",
    "NLSPATH",
    "OPENSSL_",
    "RESOLV_HOST_CONF",
    "RES_OPTIONS",
];

/// What a node is told; empty if there is nothing to say.
///
/// # Errors
/// When an environment variable is none that a node takes.
pub(crate) fn write(launch: &Launch) -> Result<Vec<u8>, Error> {
    let Launch { environment, folder, memory, nice, inner_threads, .. } = launch;
    if let Some((name, _)) = environment.iter().find(|(name, _)| changes_code(name)) {
        return Err(Error::refused(format!(
            "nodes do not take the environment variable `{}` from callers, because it changes which code runs there: set it where the \
             node is started",
            name.to_string_lossy()
        )));
    }
    let is_plain = environment.is_empty()
        && folder.is_none()
        && memory.is_none()
        && *nice == 0
        && inner_threads.is_none();
    let mut out = Vec::new();
    if is_plain {
        return Ok(out);
    }
    let mut put = |bytes: &[u8]| {
        out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        out.extend_from_slice(bytes);
    };
    // 0 is none.
    put(&memory.unwrap_or(0).to_le_bytes());
    put(&nice.to_le_bytes());
    put(&(inner_threads.unwrap_or(0) as u64).to_le_bytes());
    put(folder.as_ref().map_or(&[][..], |folder| folder.as_os_str().as_bytes()));
    for (name, value) in environment {
        put(name.as_bytes());
        put(&[u8::from(value.is_some())]);
        put(value.as_ref().map_or(&[][..], |value| value.as_bytes()));
    }
    Ok(out)
}

/// Reads what [`write`] wrote, over what all workers of the node have.
pub(crate) fn read(bytes: &[u8], base: &Launch) -> Option<Launch> {
    let mut launch = base.clone();
    if !bytes.is_empty() {
        take(&mut Reader(bytes), &mut launch).ok()?;
    }
    Some(launch)
}

fn take(reader: &mut Reader<'_>, launch: &mut Launch) -> Result<(), Malformed> {
    let next = |reader: &mut Reader<'_>| {
        let length = usize::try_from(reader.u64()?).map_err(|_| Malformed)?;
        let (head, rest) = reader.0.split_at_checked(length).ok_or(Malformed)?;
        reader.0 = rest;
        Ok(head.to_vec())
    };
    let number = |bytes: Vec<u8>| bytes.try_into().map(u64::from_le_bytes).map_err(|_| Malformed);
    let memory = number(next(reader)?)?;
    launch.memory = (memory > 0).then_some(memory);
    launch.nice = next(reader)?.try_into().map(i32::from_le_bytes).map_err(|_| Malformed)?;
    let threads = usize::try_from(number(next(reader)?)?).map_err(|_| Malformed)?;
    launch.inner_threads = (threads > 0).then_some(threads);
    launch.folder =
        Some(next(reader)?).filter(|name| !name.is_empty()).map(OsString::from_vec).map(PathBuf::from);
    while !reader.0.is_empty() {
        let name = OsString::from_vec(next(reader)?);
        if changes_code(&name) {
            return Err(Malformed);
        }
        let is_set = match next(reader)?[..] {
            [0] => false,
            [1] => true,
            _ => return Err(Malformed),
        };
        let value = OsString::from_vec(next(reader)?);
        launch.environment.push((name, is_set.then_some(value)));
    }
    Ok(())
}

fn changes_code(name: &OsStr) -> bool {
    CHANGES_CODE.iter().any(|start| name.as_bytes().starts_with(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch() -> Launch {
        Launch {
            environment: vec![("SET".into(), Some("größe".into())), ("GONE".into(), None)],
            folder: Some("/tmp".into()),
            memory: Some(1 << 40),
            nice: -3,
            inner_threads: Some(7),
            ..Launch::default()
        }
    }

    #[test]
    fn a_setup_is_read_as_it_was_written_and_over_that_of_the_node() {
        let bytes = write(&launch()).unwrap();
        let base =
            Launch { environment: vec![("OF_NODE".into(), None)], build: Some(9), ..Launch::default() };
        let read_back = read(&bytes, &base).unwrap();
        let mut expected = launch();
        expected.environment.insert(0, ("OF_NODE".into(), None));
        expected.build = Some(9);
        assert_eq!(format!("{read_back:?}"), format!("{expected:?}"));
        // Where nothing is set, nothing is said.
        assert_eq!(write(&Launch::default()).unwrap(), b"");
        assert_eq!(format!("{:?}", read(b"", &base)), format!("{:?}", Some(&base)));
    }

    #[test]
    fn what_was_cut_or_changes_the_code_is_not_taken() {
        let bytes = write(&launch()).unwrap();
        // Cut between two variables, it is a shorter list.
        let whole = bytes.len() - [8 + 4, 8 + 1, 8].iter().sum::<usize>();
        for end in (1..bytes.len()).filter(|end| *end != whole && *end != 4 * 8 + 8 + 4 + 8 + 4) {
            assert!(read(&bytes[..end], &Launch::default()).is_none(), "{end}");
        }
        for name in ["LD_PRELOAD", "LD_LIBRARY_PATH", "GLIBC_TUNABLES", "GCONV_PATH", "OPENSSL_CONF"] {
            let bad = |name: &str| Launch { environment: vec![(name.into(), None)], ..Launch::default() };
            let error = write(&bad(name)).unwrap_err();
            assert!(error.is_refused() && error.to_string().contains(name), "{error}");
            // Also from a caller that does not ask itself.
            let stand_in = "X".repeat(name.len());
            let bytes = write(&bad(&stand_in)).unwrap();
            let at = bytes.windows(name.len()).position(|window| window == stand_in.as_bytes()).unwrap();
            let mut bytes = bytes;
            bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
            assert!(read(&bytes, &Launch::default()).is_none());
        }
    }
}
