//! Whether the file that workers are started from holds this program.

use std::path::Path;

/// The file that `/proc/self/exe` leads to, if this program is in another one: it was started by a loader, it is a library within
/// an interpreter, or valgrind runs it.
pub(crate) fn other_executable() -> Option<String> {
    if std::env::var_os("LD_PRELOAD").is_some_and(|list| list.to_string_lossy().contains("vgpreload_core")) {
        // It shows the program in the place of itself.
        return Some("valgrind".to_owned());
    }
    let executable = std::fs::read_link("/proc/self/exe").ok()?;
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    let here = other_executable as fn() -> Option<String> as usize;
    let own = file_at(&maps, here)?;
    (Path::new(own) != executable).then(|| executable.display().to_string())
}

/// The file that is mapped at this address.
fn file_at(maps: &str, address: usize) -> Option<&str> {
    maps.lines().find_map(|line| {
        let (start, end) = line.split_once(' ')?.0.split_once('-')?;
        let at = |text| usize::from_str_radix(text, 16).ok();
        let range = at(start)?..at(end)?;
        // The path is what follows five columns, and may have spaces in it.
        let path = line.find('/').map(|at| &line[at..])?;
        range.contains(&address).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_was_started_directly_is_its_own_executable() {
        assert_eq!(other_executable(), None);
    }

    #[test]
    fn the_file_is_the_one_at_the_address() {
        let maps = "00001000-00002000 r-xp 00000000 fe:01 12 /lib/ld.so\n\
                    00002000-00003000 rw-p 00000000 00:00 0 \n\
                    00003000-00005000 r-xp 00001000 fe:01 13 /home/a program (deleted)\n";
        assert_eq!(file_at(maps, 0x1fff), Some("/lib/ld.so"));
        assert_eq!(file_at(maps, 0x2000), None);
        assert_eq!(file_at(maps, 0x4000), Some("/home/a program (deleted)"));
        assert_eq!(file_at(maps, 0x5000), None);
    }
}
