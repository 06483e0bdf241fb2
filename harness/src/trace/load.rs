//! The context of a call next to the number of its task, in the message that has the captures.
#![cfg(processes)]

use super::context::{LEN, TraceContext};
use crate::format::ByteSink;
use crate::wire::{Malformed, Reader};

/// Marks the number of a task that a context follows. There are fewer tasks than that.
const WITH_CONTEXT: u32 = 1 << 31;

pub(super) fn write(number: u32, context: Option<TraceContext>, out: &mut impl ByteSink) {
    let mark = if context.is_some() { WITH_CONTEXT } else { 0 };
    out.extend_from_slice(&(number | mark).to_le_bytes());
    if let Some(context) = context {
        out.extend_from_slice(&context.to_bytes());
    }
}

/// Reads what [`write`] wrote.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<(u32, Option<TraceContext>), Malformed> {
    let number = reader.u32()?;
    let context = match number & WITH_CONTEXT {
        0 => None,
        _ => Some(TraceContext::from_bytes(reader.bytes::<LEN>()?).ok_or(Malformed)?),
    };
    Ok((number & !WITH_CONTEXT, context))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_comes_with_the_number_and_nothing_is_taken_for_one() {
        let context = TraceContext::new(u128::MAX - 1, 3, true);
        let mut bytes = Vec::new();
        write(77, context, &mut bytes);
        bytes.push(5);
        let mut reader = Reader(&bytes);
        let (number, call) = read(&mut reader).unwrap();
        assert_eq!((number, call, reader.0), (77, context, &[5][..]));
        for end in 0..bytes.len() - 1 {
            assert!(read(&mut Reader(&bytes[..end])).is_err(), "{end}");
        }
        let mut plain = Vec::new();
        write(77, None, &mut plain);
        assert_eq!(plain, 77_u32.to_le_bytes());
        assert_eq!(read(&mut Reader(&plain)), Ok((77, None)));
        bytes[4..28].fill(0);
        assert!(read(&mut Reader(&bytes)).is_err());
    }
}
