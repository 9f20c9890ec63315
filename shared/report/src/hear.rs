//! What a report takes from customers' comments: it is given them. Reads none itself, and finds no phrase.

use super::Report;
use super::sections::opinions::facts::OPINIONS;
use super::sections::phrases::{Heard, Said, examples, phrases};
use domain::identity::Pseudonyms;

impl Report {
    /// Takes in what the comments to look through say, in their order; none where nothing is there any more.
    pub fn hear(&mut self, comments: &[Option<Heard>], names: &Pseudonyms) {
        let said = self.to_read.iter().zip(comments).filter_map(|(of, heard)| Some(Said::new(of, heard.as_ref()?)));
        let (bad, others): (Vec<_>, Vec<_>) = said.partition(|said| said.of.is_bad);
        for priority in &mut self.improve {
            let of_it: Vec<&Said<'_>> = bad.iter().filter(|said| said.of.kind == priority.kind).collect();
            priority.phrases = phrases(&of_it, &others);
            // A parcel that is late has no words of its own; the review that tells of it has.
            if priority.examples.iter().all(|example| example.words.is_none()) {
                priority.examples = examples(&of_it, &priority.phrases, names);
            }
        }
        let unlinked: Vec<&Said<'_>> = bad.iter().filter(|said| OPINIONS.contains(&said.of.kind.as_str())).collect();
        self.other_opinions = phrases(&unlinked, &others);
    }
}
