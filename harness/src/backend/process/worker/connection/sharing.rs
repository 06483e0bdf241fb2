//! Values that are in shared memory or a file and not in their frames.

use super::frames::Connection;
use super::unsent::Unsent;
use crate::error::Error;
use crate::shared_slice::Region;
use crate::transfer::{BufferLease, EncodedValue, Payload, SharedBuffer, slot_of};
use crate::wire::{BufferKind, BufferRef, FrameKind, MAX_BODY, ShareBuffer, TooLarge};
use std::os::fd::BorrowedFd;
use std::sync::Arc;

impl Connection {
    /// What to wait for until more descriptors can be sent, if some are to be.
    pub(crate) fn descriptors_wait_on(&self) -> Option<BorrowedFd<'_>> {
        let fd_channel = self.fd_channel.as_ref().filter(|_| self.shared_buffers.has_unsent_descriptors())?;
        Some(fd_channel.socket())
    }

    /// The wait has said that more descriptors can be sent.
    pub(crate) fn note_descriptors_writable(&mut self) {
        self.shared_buffers.note_writable();
    }

    /// Sends descriptors as far as there is room.
    pub(crate) fn send_descriptors(&mut self) {
        if let Some(fd_channel) = &self.fd_channel {
            self.shared_buffers.send(fd_channel);
        }
    }

    /// Bytes of values that went out of band since the last time.
    pub(crate) fn take_out_of_band(&mut self) -> u64 {
        std::mem::take(&mut self.out_of_band)
    }

    /// Has the worker forget what is gone on this side.
    pub(crate) fn forget_dropped(&mut self) {
        for number in self.shared_buffers.take_dropped() {
            self.control(FrameKind::Forget, 0, &number.to_le_bytes());
        }
    }

    /// What the task after the answered ones was sent with is to be handed over again if it is needed again.
    pub(crate) fn share_again(&mut self) {
        let answered = self.answered();
        let (shared_buffer, regions) = self.shared_buffers.input_after(answered);
        let numbers = shared_buffer.iter().map(|shared_buffer| shared_buffer.buffer_ref().number);
        for number in numbers.chain(regions.iter().map(|region| region.id())) {
            self.shared_buffers.share_again(number);
        }
    }

    /// The worker may have had no place for a region: each is handed over again if it is needed again.
    pub(crate) fn share_regions_again(&mut self) {
        self.shared_buffers.share_regions_again();
    }

    /// A result that is in memory of the worker.
    ///
    /// # Errors
    /// When it cannot be had.
    pub(crate) fn lease(&mut self, buffer: BufferRef) -> Result<BufferLease, Error> {
        let leases = self
            .leases
            .as_ref()
            .ok_or_else(|| Error::refused("a large result from a worker that shares no memory"))?;
        let lease = leases
            .take(slot_of(buffer.number))
            .ok_or_else(|| Error::refused("a large result in a buffer that the worker has not sent"))?;
        match self.imported.find(buffer) {
            Ok((memory, len)) => {
                let value = BufferLease::new(memory, len, buffer.number, lease);
                // The worker makes another one for its next result, which may be longer.
                let is_closed = self.imported.is_closed(buffer.number);
                Ok(if is_closed { value.keep(&mut self.imported) } else { value })
            }
            Err(unavailable) => {
                // As above.
                self.imported.forget(buffer.number);
                lease.keep();
                Err(unavailable.into_error())
            }
        }
    }

    /// Appends the task and the captures of a call, where they are not in the frame.
    pub(crate) fn load(&mut self, call: u32, load: &EncodedValue) -> Result<(), Unsent> {
        self.share_regions(&load.regions)?;
        match &load.body {
            Payload::Inline(bytes) => self.load_inline(call, bytes)?,
            Payload::OutOfBand(shared_buffer) => match self.share_buffer(shared_buffer) {
                Ok(()) => {
                    self.control(FrameKind::LoadAt, call, &shared_buffer.buffer_ref().write());
                    self.out_of_band += shared_buffer.len() as u64;
                }
                // Through the socket after all.
                Err(_) => self.load_inline(call, shared_buffer.bytes())?,
            },
        }
        Ok(())
    }

    fn load_inline(&mut self, call: u32, bytes: &[u8]) -> Result<(), Unsent> {
        if bytes.len() > MAX_BODY {
            return Err(Unsent::TooLarge(TooLarge(bytes.len())));
        }
        self.control(FrameKind::Load, call, bytes);
        Ok(())
    }

    /// Has the worker forget a call; what was loaded for it is kept until it cannot be read any more.
    pub(crate) fn unload(&mut self, call: u32, load: &EncodedValue) {
        self.control(FrameKind::Unload, call, &[]);
        let shared_buffer = match &load.body {
            Payload::Inline(_) => None,
            Payload::OutOfBand(shared_buffer) => Some(Arc::clone(shared_buffer)),
        };
        self.shared_buffers.hold(shared_buffer, load.regions.clone(), self.appended, false);
        self.shared_buffers.answered(self.answered());
    }

    pub(super) fn share_regions(&mut self, regions: &[Arc<Region>]) -> Result<(), Unsent> {
        let carrier = self.carrier.clone();
        let handles = self.teller.clone().zip(self.fd_channel.clone());
        for region in regions {
            let is_new = match (&carrier, &handles) {
                (Some(carrier), _) => self.shared_buffers.carry_region(region, &**carrier),
                (None, Some((teller, fd_channel))) => {
                    self.shared_buffers.hand_region(region, teller, fd_channel).map_err(Unsent::NoHandle)?
                }
                // Nobody is at the other end.
                (None, None) => false,
            };
            if is_new {
                let share_buffer = ShareBuffer { number: region.id(), kind: BufferKind::Region };
                self.control(FrameKind::ShareBuffer, 0, &share_buffer.write());
            }
        }
        Ok(())
    }

    pub(super) fn share_buffer(&mut self, shared_buffer: &Arc<SharedBuffer>) -> Result<(), Unsent> {
        let (Some(memory), Some(fd_channel)) = (shared_buffer.memory(), self.fd_channel.clone()) else {
            return Ok(());
        };
        if self.shared_buffers.hand(shared_buffer, &fd_channel).map_err(Unsent::NoHandle)? {
            let share_buffer = ShareBuffer { number: memory.number, kind: memory.kind() };
            self.control(FrameKind::ShareBuffer, 0, &share_buffer.write());
        }
        Ok(())
    }
}
