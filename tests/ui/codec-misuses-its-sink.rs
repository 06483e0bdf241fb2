use serde::{Serialize, de::DeserializeOwned};
use wirecheck::format::{ByteSink, CodecError};

fn takes_it<T: Serialize + ?Sized>(_: &T, out: &mut impl ByteSink) {
    drop(std::mem::take(out));
}

fn exchanges_it<T: Serialize + ?Sized>(_: &T, out: &mut impl ByteSink) {
    std::mem::swap(out, &mut Vec::new());
}

fn sends_it<T: Serialize + ?Sized>(_: &T, out: &mut impl ByteSink) {
    std::thread::scope(|scope| {
        scope.spawn(|| out.extend_from_slice(b"from elsewhere"));
    });
}

fn removes_from_it<T: Serialize + ?Sized>(_: &T, out: &mut impl ByteSink) {
    out.truncate(0);
    out.clear();
}

fn changes_what_others_wrote<T: Serialize + ?Sized>(_: &T, out: &mut impl ByteSink) {
    out[0] = 0;
}

fn copies_it<T: DeserializeOwned, S: ByteSink>(out: &mut S) -> S {
    out.clone()
}

struct Own(Vec<u8>);

impl std::io::Write for Own {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl ByteSink for Own {
    fn extend_from_slice(&mut self, _: &[u8]) {}
}

fn main() -> Result<(), CodecError> {
    Ok(())
}
