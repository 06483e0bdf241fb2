//! The version of the C library.

/// That of the GNU C library which this process runs with, as `2.36`; `None` with another one.
#[cfg(target_env = "gnu")]
pub(crate) fn glibc_version() -> Option<&'static str> {
    // SAFETY: it takes nothing and changes nothing.
    let version = unsafe { libc::gnu_get_libc_version() };
    // SAFETY: the C library gives a pointer to a NUL-terminated string that is never changed or freed.
    unsafe { std::ffi::CStr::from_ptr(version) }.to_str().ok()
}

/// That of the GNU C library which this process runs with, as `2.36`; `None` with another one.
#[cfg(not(target_env = "gnu"))]
pub(crate) fn glibc_version() -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_two_numbers() {
        let numbers = glibc_version().map(|version| version.split('.').map(str::parse).collect::<Vec<_>>());
        let numbers: Option<Vec<u32>> = numbers.map(|parts| parts.into_iter().map(Result::unwrap).collect());
        assert_eq!(numbers.is_some(), cfg!(target_env = "gnu"));
        assert!(numbers.is_none_or(|numbers| numbers.len() >= 2 && numbers[0] == 2));
    }
}
