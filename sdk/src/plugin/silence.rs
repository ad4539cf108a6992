//! A stream that says nothing.

use std::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use tokio_stream::Stream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::Status;

/// Stays open without an item until the process ends, then ends in good order.
///
/// A stream that ended at once would be taken for a failure by some hosts, one that outlived the server would hold up
/// its end.
pub(super) struct Silence<T> {
    end: Pin<Box<WaitForCancellationFutureOwned>>,
    item: PhantomData<fn() -> T>,
}

impl<T> Silence<T> {
    pub(super) fn until(end: &CancellationToken) -> Self {
        Self {
            end: Box::pin(end.clone().cancelled_owned()),
            item: PhantomData,
        }
    }
}

impl<T> Stream for Silence<T> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.end.as_mut().poll(cx).map(|()| None)
    }
}
