use wirecheck::format::CodecError;
use wirecheck::{AnyFormat, Codec};

fn write<F: Codec>(job: &u32) -> Result<Vec<u8>, CodecError> {
    F::encode_to_vec(job)
}

fn main() -> Result<(), CodecError> {
    println!("{:?}", write::<AnyFormat>(&1)?);
    Ok(())
}
