//! Writing a file so that a reader sees the old one or the new one, and nothing between.

use super::ReportError;
use std::io::Write as _;
use std::path::Path;

/// Replaces `path` by `text`. A run that is killed at any point leaves the old file intact.
///
/// # Errors
/// When the directory cannot be made or written to.
pub fn write_atomic(path: &Path, text: &str) -> Result<(), ReportError> {
    replace(path, text).map_err(|error| ReportError::io(path, "cannot be written", error))
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    // A bare file name has the parent "": the current directory.
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    // In the same directory: a rename across file systems is a copy, which can be seen half done. The mode
    // is that of any new file; the umask still applies.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".report-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(parent)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::write_atomic;
    use std::fs;

    /// More than one `write` call could put down at once.
    const LENGTH: usize = 1 << 20;

    #[test]
    fn a_reader_sees_the_old_file_or_the_new_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/deep/report.txt");
        let texts = ["a".repeat(LENGTH), "b".repeat(LENGTH)];
        write_atomic(&path, &texts[0]).unwrap();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for text in texts.iter().cycle().take(40) {
                    write_atomic(&path, text).unwrap();
                }
            });
            while !writer.is_finished() {
                let seen = fs::read_to_string(&path).unwrap();
                assert!(texts.contains(&seen), "{} bytes, starting with {:?}", seen.len(), seen.get(..1));
            }
        });
        let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(left.len(), 1, "temporary files are left: {left:?}");
    }

    #[test]
    fn a_failed_write_names_the_file_and_leaves_what_was_there() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("file");
        fs::write(&file, "old").unwrap();
        let error = write_atomic(&file.join("report.txt"), "new").unwrap_err();
        assert!(error.to_string().contains("file/report.txt cannot be written: "), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    }
}
