//! Ratings: a number on a scale of the sender's, or a word in the sender's language.

use jmespath::Variable;
use serde_json::{Map, Value, json};

use super::convert::{Convert, number, text};
use super::source::{Part, Spec, constant};
use crate::table::{Complaint, Entry};

/// The kinds of ratings with the scales that a touchpoint has for them.
const KINDS: [(&str, [f64; 2]); 4] =
    [("csat", [1.0, 5.0]), ("stars", [1.0, 5.0]), ("ces", [1.0, 7.0]), ("nps", [0.0, 10.0])];
const VERDICT: &str = "verdict";

/// How one rating is found and read.
#[derive(Clone, Debug)]
pub(super) struct Rating {
    spec: Spec,
    kind: String,
    /// The scale of the sender's: the worst and the best.
    scale: Option<[f64; 2]>,
}

impl Rating {
    /// Reads one rating, or a list of them.
    pub(super) fn read_all(entry: &Entry<'_>) -> Result<Vec<Self>, Complaint> {
        let entries = entry.as_list().unwrap_or_else(|| vec![entry.clone()]);
        entries.iter().map(Self::read).collect()
    }

    fn read(entry: &Entry<'_>) -> Result<Self, Complaint> {
        let table = entry.as_table().ok_or_else(|| {
            entry.complain("must be a table such as { ref = \"csat\", scale = [1, 5] }, or a list of them")
        })?;
        let spec = Spec::read(&table, Convert::Any)?;
        let is_verdict = spec.words.iter().any(|(ours, _)| matches!(ours.as_str(), "good" | "okay" | "bad"));
        let kind = match table.get("kind") {
            None if is_verdict => VERDICT.to_owned(),
            None => "csat".to_owned(),
            Some(kind) => {
                let name = kind.text()?;
                if name != VERDICT && !KINDS.iter().any(|(known, _)| *known == name) {
                    return Err(kind.complain("must be csat, stars, ces, nps or verdict"));
                }
                name.to_owned()
            }
        };
        let scale = table.get("scale").map(|entry| read_scale(&entry)).transpose()?;
        for (ours, _) in &spec.words {
            let fits = if kind == VERDICT {
                matches!(ours.as_str(), "good" | "okay" | "bad")
            } else {
                ours.parse::<f64>().is_ok()
            };
            if !fits {
                let what = if kind == VERDICT { "good, okay or bad" } else { "a number of the scale" };
                return Err(table.complain(format!("words.{ours} must be {what}")));
            }
        }
        table.finish()?;
        Ok(Self { spec, kind, scale })
    }

    /// Finds the rating and adds it as a touchpoint has it. What was said and is no rating comes back, so that it is not lost.
    pub(super) fn add(&self, part: Part<'_>, to: &mut Map<String, Value>) -> Result<(), Value> {
        let raw = self.spec.raw(part);
        // A condition that does not hold finds false, which is no rating.
        let Some(raw) = raw.filter(|raw| !matches!(raw.as_ref(), Variable::Bool(_))) else { return Ok(()) };
        let unread = || Err(crate::expression::json_of(&raw));
        if self.kind == VERDICT {
            let word = self.spec.word(&raw).or_else(|| if self.spec.words.is_empty() { text(&raw) } else { None });
            return word.map_or_else(unread, |word| {
                to.insert(VERDICT.to_owned(), Value::String(word));
                Ok(())
            });
        }
        let by_word = self.spec.word(&raw).and_then(|word| word.parse().ok());
        let Some((number, said_best)) = by_word.map(|number| (number, None)).or_else(|| number_of(&raw)) else {
            return unread();
        };
        let usual = KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or([1.0, 5.0], |(_, usual)| *usual);
        let scale = self.scale.unwrap_or_else(|| said_best.map_or(usual, |best| [usual[0], best]));
        let (least, most) = (scale[0].min(scale[1]), scale[0].max(scale[1]));
        if !(least..=most).contains(&number) {
            return unread();
        }
        let value = constant(number);
        let is_usual = scale == usual && number.fract() == 0.0;
        let scale = [constant(scale[0]), constant(scale[1])];
        to.insert(self.kind.clone(), if is_usual { value } else { json!({"value": value, "scale": scale}) });
        Ok(())
    }
}

fn read_scale(entry: &Entry<'_>) -> Result<[f64; 2], Complaint> {
    let list = entry.as_list().unwrap_or_default();
    let numbers: Vec<_> = list.iter().filter_map(Entry::as_number).collect();
    match numbers[..] {
        [worst, best] if list.len() == 2 && worst != best => Ok([worst, best]),
        _ => Err(entry.complain("must be two numbers, the worst and the best, such as [1, 5]")),
    }
}

/// Reads the number of a rating: `5`, `"4,5"`, `"4/5"`, `"4 out of 5"`, `"4 - Good"`, `"★★★★☆"`; with the best one, if it is said.
fn number_of(raw: &Variable) -> Option<(f64, Option<f64>)> {
    if let Some(number) = number(raw) {
        return Some((number, None));
    }
    let text = text(raw)?;
    let stars = text.chars().filter(|letter| matches!(letter, '★' | '⭐')).count();
    if stars > 0 {
        return Some((stars as f64, None));
    }
    let digits = |text: &str| {
        let text = text.trim_start();
        let end =
            text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',')).unwrap_or(text.len());
        let (number, rest) = text.split_at(end);
        let number = number.trim_end_matches(['.', ',']).replace(',', ".");
        number.parse::<f64>().ok().map(|number| (number, rest.to_owned()))
    };
    let (number, rest) = digits(&text)?;
    let rest = rest.trim_start();
    let rest = ["/", "out of", "of", "von", "de", "sur"].iter().find_map(|of| rest.strip_prefix(of));
    Some((number, rest.and_then(digits).map(|(best, _)| best)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_read_as_it_is_written() {
        for (text, number) in [
            ("5", (5.0, None)),
            ("4,5", (4.5, None)),
            ("4/5", (4.0, Some(5.0))),
            ("8 out of 10", (8.0, Some(10.0))),
            ("4 - Good", (4.0, None)),
            ("★★★☆☆", (3.0, None)),
        ] {
            assert_eq!(number_of(&Variable::String(text.to_owned())), Some(number), "{text}");
        }
        assert_eq!(number_of(&Variable::String("Good".to_owned())), None);
    }
}
