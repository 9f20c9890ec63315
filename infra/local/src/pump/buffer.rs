//! The records that passed the filter and wait for the function, and how they are cut into batches. Pure; reads nothing.

use std::collections::VecDeque;

/// The most that an invocation may carry.
const PAYLOAD_BYTES_MAX: usize = 6 * 1024 * 1024;

/// One waiting record.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) sequence_number: String,
    /// When the change was made, in seconds since 1970.
    pub(crate) arrived_s: i64,
    /// The record as Lambda delivers it.
    pub(crate) text: String,
}

/// Waiting records, oldest first, and the batches that the first of them are cut into.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    held: VecDeque<Held>,
    /// Sizes of the batches to try next; more than one after halving.
    plan: VecDeque<usize>,
}

impl Buffer {
    /// Adds a record, which is later than all before.
    pub(crate) fn push(&mut self, record: Held) {
        self.held.push_back(record);
    }

    /// Counts the waiting records.
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }

    /// Returns the record that has waited longest.
    pub(crate) fn first(&self) -> Option<&Held> {
        self.held.front()
    }

    /// Tells whether a batch is cut already: tried before, or what is left of one.
    pub(crate) fn is_cut(&self) -> bool {
        !self.plan.is_empty()
    }

    /// Cuts the next batch: as many records as the template allows and as an invocation carries.
    pub(crate) fn cut(&mut self, batch_size: usize) {
        let mut bytes = 0;
        let fitting = self.held.iter().take(batch_size).take_while(|held| {
            bytes += held.text.len() + 1;
            bytes <= PAYLOAD_BYTES_MAX
        });
        // A record that is too large alone is for the function to fail on.
        let size = fitting.count().max(1).min(self.held.len());
        if size > 0 {
            self.plan.push_back(size);
        }
    }

    /// Returns the records of the first batch.
    pub(crate) fn batch(&self) -> Vec<&Held> {
        self.held.iter().take(self.plan.front().copied().unwrap_or(0)).collect()
    }

    /// Leaves the first `count` records behind; the rest of their batch stays one.
    pub(crate) fn pass(&mut self, count: usize) {
        self.held.drain(..count);
        if let Some(size) = self.plan.pop_front()
            && size > count
        {
            self.plan.push_front(size - count);
        }
    }

    /// Cuts the first batch in two; of an odd number the second half is the larger.
    pub(crate) fn halve(&mut self) {
        if let Some(size) = self.plan.pop_front() {
            self.plan.push_front(size - size / 2);
            if size > 1 {
                self.plan.push_front(size / 2);
            }
        }
    }
}

/// Puts records into the event that Lambda delivers.
pub(crate) fn event(records: &[&Held]) -> String {
    let texts: Vec<&str> = records.iter().map(|held| held.text.as_str()).collect();
    format!(r#"{{"Records":[{}]}}"#, texts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(texts: impl IntoIterator<Item = String>) -> Buffer {
        let mut buffer = Buffer::default();
        for (index, text) in texts.into_iter().enumerate() {
            buffer.push(Held { sequence_number: index.to_string(), arrived_s: 0, text });
        }
        buffer
    }

    fn numbers(buffer: &Buffer) -> Vec<&str> {
        buffer.batch().iter().map(|held| held.sequence_number.as_str()).collect()
    }

    #[test]
    fn a_batch_ends_at_its_size_or_at_what_an_invocation_carries() {
        let mut small = with((0..5).map(|_| "{}".to_owned()));
        small.cut(3);
        assert_eq!(numbers(&small), ["0", "1", "2"]);

        let half = "x".repeat(PAYLOAD_BYTES_MAX / 2 - 1);
        let mut large = with([half.clone(), half.clone(), half]);
        large.cut(100);
        assert_eq!(numbers(&large).len(), 2, "just inside");
        let more = "x".repeat(PAYLOAD_BYTES_MAX / 2);
        let mut larger = with([more.clone(), more]);
        larger.cut(100);
        assert_eq!(numbers(&larger).len(), 1, "just outside");
        let mut huge = with(["x".repeat(PAYLOAD_BYTES_MAX + 1)]);
        huge.cut(100);
        assert_eq!(numbers(&huge).len(), 1, "alone, not for ever");
    }

    #[test]
    fn halves_are_tried_one_after_the_other() {
        let mut buffer = with((0..5).map(|_| "{}".to_owned()));
        buffer.cut(5);
        buffer.halve();
        assert_eq!(numbers(&buffer), ["0", "1"]);
        buffer.pass(2);
        assert_eq!(numbers(&buffer), ["2", "3", "4"]);
        buffer.halve();
        assert_eq!(numbers(&buffer), ["2"]);
        buffer.halve();
        assert_eq!(numbers(&buffer), ["2"], "one record has no halves");
        buffer.pass(1);
        assert_eq!(numbers(&buffer), ["3", "4"]);
        buffer.pass(1);
        assert_eq!(numbers(&buffer), ["4"], "what is left of a batch stays one");
        buffer.pass(1);
        assert!(!buffer.is_cut() && buffer.len() == 0);
    }

    #[test]
    fn nothing_is_cut_from_nothing() {
        let mut buffer = Buffer::default();
        buffer.cut(100);
        assert!(!buffer.is_cut() && buffer.batch().is_empty());
        assert_eq!(event(&buffer.batch()), r#"{"Records":[]}"#);
    }
}
