//! The words around a case: where it stands, what is overdue, what can be done, what many of them have in common.
//! Decides nothing.

use super::{capitalized, duration};
use crate::alerting::{Action, ChannelFault};
use crate::case::{CaseState, Clock, NoCase};
use crate::rules::Rules;
use crate::vocabulary::Language;

/// Words the state of a case in lower case.
pub fn case_state(state: CaseState, language: Language) -> &'static str {
    match state {
        CaseState::Open => language.case_open(),
        CaseState::Acknowledged => language.case_acknowledged(),
        CaseState::Contacted => language.case_contacted(),
        CaseState::Resolved => language.case_resolved(),
        CaseState::Verified => language.case_verified(),
        CaseState::Lost => language.case_lost(),
    }
}

/// Words a step that nobody took in time, as a headline.
pub fn overdue(clock: Clock, language: Language) -> &'static str {
    match clock {
        Clock::Acknowledge => language.overdue_acknowledge(),
        Clock::Contact => language.overdue_contact(),
        Clock::Resolve => language.overdue_resolve(),
    }
}

/// Words what can be done, as the label of a button.
pub fn action(action: Action, language: Language) -> &'static str {
    match action {
        Action::Acknowledge => language.action_acknowledge(),
        Action::Contact => language.action_contact(),
        Action::Resolve => language.action_resolve(),
        Action::Show => language.action_show(),
    }
}

/// Words a number of cases gathered in a number of seconds, as a headline.
pub fn gathered(cases: u32, seconds: u64, language: Language) -> String {
    language.gathered(cases, &duration(seconds.max(1), language))
}

/// Words a number of cases that nobody moved in time, as a headline.
pub fn gathered_overdue(cases: u32, language: Language) -> String {
    language.gathered_overdue(cases)
}

/// Words what happened to one case, in lower case, by the name that its history has for it.
pub fn happened(transition: &str, language: Language) -> String {
    language.happened(transition).map_or_else(|| super::words_of(transition), str::to_owned)
}

/// Words why a critical moment has no case, as a sentence without its full stop.
pub fn no_case(why: NoCase, language: Language) -> &'static str {
    language.no_case(why.as_str()).unwrap_or_default()
}

/// Lists the causes for somebody who chooses one: those that were read in the customer's words and those that the type of the
/// touchpoint suggests, then the others by name. Each with its key and its name.
pub fn causes_to_choose(
    rules: &Rules,
    touchpoint_type: Option<&str>,
    read: &[String],
    language: Language,
) -> [Vec<(String, String)>; 2] {
    let by_type = touchpoint_type.and_then(|name| rules.type_of(name)).map_or(&[][..], |known| &known.causes);
    let mut suggested: Vec<&String> = read.iter().collect();
    suggested.extend(by_type.iter().filter(|name| !read.contains(name)));
    let words = |name: &String| Some((name.clone(), capitalized(rules.causes.get(name)?.name(language))));
    let mut others: Vec<_> = rules.causes.keys().filter(|name| !suggested.contains(name)).filter_map(words).collect();
    others.sort_by(|(_, a), (_, b)| a.cmp(b));
    [suggested.into_iter().filter_map(words).collect(), others]
}

/// Words how a customer was reached; a name that is not known stands for itself.
pub fn medium(name: &str, language: Language) -> String {
    language.medium(name).map_or_else(|| super::words_of(name), str::to_owned)
}

/// Words what is wrong with a channel: a headline, and a sentence that says what it means.
///
/// The name may be anything: escape it like any other.
pub fn channel_fault(channel: &str, fault: ChannelFault, language: Language) -> (String, &'static str) {
    match fault {
        ChannelFault::Disabled => (language.message_channel_disabled(channel), language.message_channel_disabled_why()),
        ChannelFault::Dead => (language.message_channel_dead(channel), language.message_channel_dead_why()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Language::{English, Spanish};

    #[test]
    fn each_step_has_its_words() {
        for transition in ["opened", "joined"].into_iter().chain(crate::case::Step::ALL.map(crate::case::Step::done)) {
            assert_ne!(happened(transition, English), happened(transition, Spanish), "{transition}");
        }
        assert_eq!(
            (medium("in_person", Spanish), medium("carrier_pigeon", English)),
            ("en persona".into(), "carrier pigeon".into())
        );
        assert_eq!(
            (gathered_overdue(1, English), gathered_overdue(7, Spanish)),
            ("1 case is overdue".into(), "7 casos fuera de plazo".into())
        );
    }

    #[test]
    fn one_is_told_as_one() {
        assert_eq!(gathered(1, 0, English), "1 new case in 1 second");
        assert_eq!(gathered(37, 300, Spanish), "37 casos nuevos en 5 minutos");
    }
}
