use wirecheck::format::CodecError;
use wirecheck::{AnyFormat, Codec};

fn write<F: Codec>(job: &u32) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::new();
    F::encode(job, &mut bytes)?;
    Ok(bytes)
}

fn main() -> Result<(), CodecError> {
    println!("{:?}", write::<AnyFormat>(&1)?);
    Ok(())
}
