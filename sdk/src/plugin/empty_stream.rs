//! A stream without items.

use std::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use tokio_stream::Stream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::Status;

/// Stays open without an item until the process ends, then ends without an error.
///
/// Some hosts treat a stream that ends immediately as a failure, and a stream that outlives the server delays its
/// shutdown.
pub(super) struct EmptyStream<T> {
    end: Pin<Box<WaitForCancellationFutureOwned>>,
    item: PhantomData<fn() -> T>,
}

impl<T> EmptyStream<T> {
    pub(super) fn until(end: &CancellationToken) -> Self {
        Self {
            end: Box::pin(end.clone().cancelled_owned()),
            item: PhantomData,
        }
    }
}

impl<T> Stream for EmptyStream<T> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.end.as_mut().poll(cx).map(|()| None)
    }
}
