//! The commit a run belongs to, read from git's own files: a report must not wait for another program.

use std::fs;
use std::path::{Path, PathBuf};

/// The commit that is checked out in the repository around `directory`; `None` when there is none.
pub fn commit(directory: &Path) -> Option<String> {
    let directory = directory.canonicalize().ok()?;
    let dot_git = directory.ancestors().map(|above| above.join(".git")).find(|path| path.exists())?;
    let git = if dot_git.is_dir() { dot_git } else { linked(&dot_git)? };
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(name) = head.trim().strip_prefix("ref: ") else { return id(&head) };
    // A linked work tree has its own HEAD and shares the branches.
    let common = match fs::read_to_string(git.join("commondir")) {
        Ok(common) => git.join(common.trim()),
        Err(_) => git,
    };
    match fs::read_to_string(common.join(name)) {
        Ok(text) => id(&text),
        Err(_) => packed(&fs::read_to_string(common.join("packed-refs")).ok()?, name),
    }
}

/// In a linked work tree or a submodule `.git` is a file that names the directory.
fn linked(dot_git: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(dot_git).ok()?;
    let path = text.trim().strip_prefix("gitdir: ")?;
    Some(dot_git.parent()?.join(path))
}

fn packed(refs: &str, name: &str) -> Option<String> {
    let line = refs.lines().find(|line| line.split_once(' ').is_some_and(|(_, other)| other == name))?;
    id(line.split_once(' ')?.0)
}

fn id(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    fn repository(head: &str) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir_all(directory.path().join(".git/refs/heads")).unwrap();
        fs::create_dir_all(directory.path().join("src/deep")).unwrap();
        fs::write(directory.path().join(".git/HEAD"), head).unwrap();
        directory
    }

    #[test]
    fn reads_a_branch_loose_or_packed_and_a_detached_head() {
        let loose = repository("ref: refs/heads/main\n");
        assert_eq!(commit(loose.path()), None, "no commit yet");
        fs::write(loose.path().join(".git/refs/heads/main"), format!("{ID}\n")).unwrap();
        assert_eq!(commit(&loose.path().join("src/deep")).as_deref(), Some(ID));

        let packed = repository("ref: refs/heads/main\n");
        let refs = format!("# pack-refs with: peeled\n{ID} refs/heads/main\n");
        fs::write(packed.path().join(".git/packed-refs"), refs).unwrap();
        assert_eq!(commit(packed.path()).as_deref(), Some(ID));

        assert_eq!(commit(repository(ID).path()).as_deref(), Some(ID));
    }

    #[test]
    fn follows_a_linked_work_tree() {
        let main = repository("ref: refs/heads/main\n");
        let git = main.path().join(".git");
        fs::create_dir_all(git.join("worktrees/two")).unwrap();
        fs::write(git.join("worktrees/two/HEAD"), "ref: refs/heads/two\n").unwrap();
        fs::write(git.join("worktrees/two/commondir"), "../..\n").unwrap();
        fs::write(git.join("refs/heads/two"), ID).unwrap();
        let two = tempfile::tempdir().unwrap();
        fs::write(two.path().join(".git"), format!("gitdir: {}\n", git.join("worktrees/two").display()))
            .unwrap();
        assert_eq!(commit(two.path()).as_deref(), Some(ID));
    }
}
