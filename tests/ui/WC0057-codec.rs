use wirecheck::format::{ByteSink, CodecError};
use wirecheck::{AnyFormat, Codec};

fn write<F: Codec>(job: &u32) -> Result<Vec<u8>, CodecError> {
    let mut bytes = ByteSink::new();
    F::encode(job, &mut bytes)?;
    Ok(bytes.into_vec())
}

fn main() -> Result<(), CodecError> {
    println!("{:?}", write::<AnyFormat>(&1)?);
    Ok(())
}
