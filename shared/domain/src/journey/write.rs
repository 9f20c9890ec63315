//! Writes down what the fold weighed: the moment as it is stored, and what had been promised. Decides what makes it
//! critical, by the clauses; remembers nothing.

use super::Promised;
use super::claims::Claim;
use super::evidence::Evidence;
use super::{Journey, Judged, critical, evidence};
use crate::identity::Identity;
use crate::moment::Due;
use crate::moment::{CLAIMED, CLAIMS_FLOOD, Code, FACETS_TOLD_MAX, HISTORY, Moment, Previous, Signals, Stated};
use crate::outcome::because::Because;
use crate::outcome::friction::friction;
use crate::outcome::promise::Expiry;
use crate::outcome::{self, Question, Verdict, comment, gap};
use crate::reading::places;
use crate::rules::Rules;
use crate::touchpoint::{FacetValue, Touchpoint};
use crate::vocabulary::{Aside, Attention, Clause, Method, Outcome};

use super::past::PastMoment;

/// One touchpoint with all that its judgement says.
pub(super) struct Weighed<'a> {
    pub(super) question: Question<'a>,
    pub(super) verdict: Verdict,
    pub(super) moment: PastMoment<'a>,
    /// What makes it urgent.
    pub(super) evidence: Evidence,
    /// What is to be known of it if it is a claim.
    pub(super) claim: Option<Claim>,
    /// What it shows of a promised time.
    pub(super) due: Option<Due>,
    pub(super) placed_by: Because<'a>,
    /// The touchpoint it judges, where it is not itself.
    pub(super) judges: Option<&'a Touchpoint>,
    /// The earlier misery it speaks of.
    pub(super) echo_of: Option<&'a Touchpoint>,
    /// Whether only what was sent of earlier times keeps it from being the first contact.
    pub(super) was_known_before: bool,
    /// Outcome of the first contact, if that lies before it.
    pub(super) first_contact_before: Option<Outcome>,
    /// The step before it.
    pub(super) previous: Option<PastMoment<'a>>,
    /// Whether a new cycle begins with it.
    pub(super) begins_cycle: bool,
    /// The failure that it is the first judged moment after.
    pub(super) follows: Option<&'a Touchpoint>,
    /// Kind of the failure that it tells of, or of the moment that it names.
    pub(super) tells_of: Option<&'a str>,
    /// Where the failure that leaked into it was first known.
    pub(super) leak_root: Option<&'a Touchpoint>,
    /// On a purchase, how many it is.
    pub(super) purchase_number: Option<u32>,
    /// Whether the customer met a misery within the recovery window.
    pub(super) is_after_misery: bool,
}

/// What a judgement knows of the journey.
#[derive(Clone, Copy)]
pub(super) struct Knowledge {
    /// Touchpoints on record at or before it.
    pub(super) basis: usize,
    /// How many of those are only in the summary.
    pub(super) summarized: usize,
}

/// Writes the moment, `quiet` left out.
pub(super) fn write(weighed: &Weighed<'_>, journey: &Journey, knowledge: Knowledge, rules: &Rules) -> Judged {
    let Weighed { question, verdict, moment: place, .. } = weighed;
    let touchpoint = question.touchpoint;
    let said = &touchpoint.said;
    let is_by_words = verdict.decided_by.is_some_and(|(method, _)| method == Method::Text);
    let critical_counts = outcome::corrected::may_be_critical(touchpoint);
    let is_sure = !is_by_words || comment::is_clear_misery(question);
    let is_doubtful = outcome::is_doubtful(question, verdict);
    let critical = if is_doubtful || !critical_counts { Vec::new() } else { critical::clauses(place, is_sure, rules) };
    let (severity, weights) = evidence::severity((question, verdict), (place, &weighed.evidence), &critical, rules);
    let is_mixed = outcome::is_mixed(question, verdict);
    let promised = promised_of(question);
    let moment = Moment {
        recorded: touchpoint.recorded.clone(),
        customer: customer_of(touchpoint, journey),
        source: touchpoint.source.clone(),
        id: touchpoint.id.clone(),
        occurred_at: touchpoint.occurred_at,
        received_at: touchpoint.received_at,
        placed_at: Some(touchpoint.placed_at()).filter(|placed_at| *placed_at != touchpoint.occurred_at),
        touchpoint_type: touchpoint.touchpoint_type.clone(),
        kind: place.kind.to_owned(),
        about: weighed.judges.map(Touchpoint::key),
        channel: said.channel.clone(),
        segment: said.segment.clone(),
        breakdowns: touchpoint.breakdowns.clone(),
        solicited: said.solicited.unwrap_or(question.known_type.is_some_and(|known| known.solicited)),
        observed_by: place.observed_by,
        audience: place.audience,
        commented: said.comment.is_some(),
        stage: place.stage,
        outcome: place.outcome,
        method: verdict.decided_by.map(|(method, _)| method),
        score: verdict.decided_by.map(|(_, score)| score),
        mixed: is_mixed,
        marked: marked(question, is_by_words, is_mixed),
        reasons: reasons(weighed, (&critical, is_doubtful), knowledge, rules),
        friction: friction(question).map(Code::from).collect(),
        quiet: Vec::new(),
        importance: place.importance,
        severity,
        weights,
        attention: attention(weighed, &critical),
        critical,
        first_contact: place.is_first_contact,
        first_contact_outcome: weighed
            .first_contact_before
            .filter(|_| question.known_type.is_some_and(|known| known.purchase)),
        leak_of: place.leak_of.map(Touchpoint::key),
        claimed: place.is_claimed,
        rating: said.rating.clone(),
        value_at_risk: said.value_at_risk.clone(),
        signals: signals(weighed, &promised),
        rules_version: rules.version(),
        links: journey.links.get(&touchpoint.recorded).copied().unwrap_or_default(),
        basis: u32::try_from(knowledge.basis).unwrap_or(u32::MAX),
    };
    Judged { moment, promised }
}

/// The customer that it counts for: nobody else's where people say that it is not this customer's.
fn customer_of(touchpoint: &Touchpoint, journey: &Journey) -> Identity {
    match touchpoint.set_aside() {
        Some(Aside::OtherCustomer) => Identity::of_nobody(&touchpoint.key()),
        _ => journey.customer.clone(),
    }
}

/// The words that decided, where words did or contradict what did.
fn marked(question: &Question<'_>, is_by_words: bool, is_mixed: bool) -> Vec<[u32; 2]> {
    if !(is_by_words || is_mixed && comment::is_clear(question)) {
        return Vec::new();
    }
    places(question.comment.marks())
}

/// Why it lies where it lies, why it ended as it did, and what else is to be known of the judgement.
fn reasons(
    weighed: &Weighed<'_>,
    (critical, is_doubtful): (&[Clause], bool),
    knowledge: Knowledge,
    rules: &Rules,
) -> Vec<Code> {
    let Weighed { question, verdict, moment, .. } = weighed;
    let mut reasons = vec![Code::from(weighed.placed_by)];
    reasons.extend(outcome::explain(question, verdict));
    let besides = [
        ("about_missing", question.touchpoint.said.about.is_some() && !question.names_a_moment),
        ("first_on_record", critical.contains(&Clause::FirstContact)),
        ("known_since", weighed.was_known_before),
        (CLAIMED, moment.is_claimed),
        ("rating_doubtful", is_doubtful),
        (HISTORY, question.touchpoint.history),
    ];
    reasons.extend(besides.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| Code::of(name)));
    if knowledge.summarized > 0 {
        reasons.push(Code::with("earlier_summarized", knowledge.summarized));
    }
    if weighed.claim.is_some_and(|claim| claim.is_flood) {
        reasons.push(Code::with(CLAIMS_FLOOD, rules.claims.alerted_per_day_max));
    }
    reasons.extend(outcome::corrected::besides(question.touchpoint));
    if let Some(earlier) = weighed.echo_of.filter(|_| moment.outcome == Outcome::Misery) {
        reasons.push(Code::with("echo", earlier.key()));
    }
    reasons
}

/// Causes that a moment names, at most.
const CAUSES_MAX: usize = 2;

/// What went wrong, as far as the words name it. What a person of the team said stands among the reasons.
fn causes(question: &Question<'_>, outcome: Outcome) -> Vec<String> {
    if outcome != Outcome::Misery || question.touchpoint.standing().cause.is_some() {
        return Vec::new();
    }
    question.comment.causes().take(CAUSES_MAX).map(str::to_owned).collect()
}

/// What reports count beside the judgement.
fn signals(weighed: &Weighed<'_>, promised: &[Promised]) -> Signals {
    let Weighed { question, verdict, .. } = weighed;
    let said = &question.touchpoint.said;
    let gaps = promised.iter().filter_map(|facet| Some((facet.facet.clone(), hundredths(facet.gap?))));
    let late_by_s = outcome::late_by_s(question);
    let levels = said.expectation.iter().filter_map(|(facet, value)| match value {
        FacetValue::Number(level) => Some((facet.clone(), *level)),
        FacetValue::Flag(_) | FacetValue::Word(_) => None,
    });
    Signals {
        team: said.staff.as_ref().and_then(|staff| staff.team.clone()),
        acknowledged_after_s: said.acknowledged_after_s,
        greeted_after_s: said.greeted_after_s,
        stated_importance: said.importance.map(|stated| Stated { value: stated.value, asked: stated.asked }),
        dimensions: said.dimensions.clone(),
        expected: levels.take(FACETS_TOLD_MAX).collect(),
        promise: verdict.shows,
        facets: gaps.take(FACETS_TOLD_MAX).collect(),
        late_by_min: late_by_s.map(|late_by_s| i32::try_from(outcome::minutes(late_by_s)).unwrap_or(i32::MAX)),
        due: weighed.due.clone(),
        tells_of: weighed.tells_of.filter(|kind| *kind != weighed.moment.kind).map(str::to_owned),
        beside: outcome::beside(question, verdict),
        read: comment::read_as(question),
        language: comment::language(question),
        causes: causes(question, verdict.outcome),
        previous: weighed.previous.map(|step| Previous {
            stage: step.stage,
            outcome: step.outcome,
            at: step.touchpoint.placed_at().as_second(),
        }),
        begins_cycle: weighed.begins_cycle,
        follows_misery_at: weighed.follows.map(|failure| failure.placed_at().as_second()),
        leaks_misery_at: weighed.leak_root.map(|misery| misery.placed_at().as_second()),
        purchase_number: weighed.purchase_number,
    }
}

/// A gap of −1 to 1 in hundredths.
fn hundredths(gap: f64) -> i8 {
    (gap.clamp(-1.0, 1.0) * 100.0).round() as i8
}

/// History and a flood of claims wake nobody, what people cleared closes its case, and a claim that is no misery does nothing to a case.
/// What was done in time only because the time had been moved may have been told as late, while nobody knew.
fn attention(weighed: &Weighed<'_>, critical: &[Clause]) -> Option<Attention> {
    let touchpoint = weighed.question.touchpoint;
    if !touchpoint.history && touchpoint.standing().clears() {
        return Some(Attention::Withdrawn);
    }
    let is_mere_claim = weighed.question.touchpoint.is_claim() && weighed.moment.outcome != Outcome::Misery;
    if weighed.question.touchpoint.history || is_mere_claim || weighed.claim.is_some_and(|claim| claim.is_flood) {
        None
    } else if !critical.is_empty() {
        Some(Attention::Critical)
    } else if matches!(weighed.question.expiry, Some(Expiry::Done | Expiry::Moved | Expiry::Cancelled)) {
        Some(Attention::Withdrawn)
    } else if weighed.moment.outcome.is_known() && weighed.moment.answers && weighed.is_after_misery {
        Some(Attention::AfterMisery)
    } else if outcome::is_in_time_as_moved(&weighed.question) {
        Some(Attention::Withdrawn)
    } else {
        None
    }
}

/// What had been promised and what came, for people: facets where something was perceived, and the promised time.
fn promised_of(question: &Question<'_>) -> Vec<Promised> {
    let (said, promise) = (&question.touchpoint.said, question.promise);
    let perceived = |facet: &str| said.perception.get(facet);
    let mut told =
        if said.perception.is_empty() { Vec::new() } else { gap::compared(promise, perceived, question.rules) };
    if let (Some(due_at), Some(done_at)) = (promise.due_at, said.done_at) {
        told.push(Promised {
            facet: "due_at".into(),
            expected: FacetValue::Word(due_at.to_string()),
            perceived: Some(FacetValue::Word(done_at.to_string())),
            gap: None,
        });
    }
    told
}
