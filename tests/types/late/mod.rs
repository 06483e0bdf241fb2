//! Types that rustc refuses when it evaluates constants, which it does not reach where there are other errors.

themes! {
    flatten tagged untagged
}
