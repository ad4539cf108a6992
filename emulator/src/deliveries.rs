//! The log of delivered events, which the console shows.

use std::collections::VecDeque;

use crate::pipelines::Delivery;

/// Maximum number of logged deliveries.
const REMEMBERED: usize = 1000;

/// The last deliveries.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    deliveries: VecDeque<Delivery>,
    /// Number of deleted deliveries, which is the number of the first remaining delivery.
    forgotten: usize,
}

impl Deliveries {
    /// Adds a delivery, and returns its number.
    pub(crate) fn add(&mut self, delivery: Delivery) -> usize {
        if self.deliveries.len() == REMEMBERED {
            self.deliveries.pop_front();
            self.forgotten += 1;
        }
        self.deliveries.push_back(delivery);
        self.forgotten + self.deliveries.len() - 1
    }

    /// Returns the delivery with this number.
    pub(crate) fn get(&self, number: usize) -> Option<&Delivery> {
        self.deliveries.get(number.checked_sub(self.forgotten)?)
    }
}
