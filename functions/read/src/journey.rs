//! `GET /v1/customers/{id}/journey`: everything on record about one customer, judged as it is asked for, so that it is true
//! even while the stream is behind. `GET /v1/journey?customer_id=…` or `?anonymous_id=…` is the same for visitors, and for
//! ids with a slash, which no path can hold: the platform decodes paths before it matches them.

use std::collections::BTreeSet;

use domain::case::NoCase;
use domain::identity::Identity;
use domain::journey::Judged;
use domain::vocabulary::{Language, Stage};
use jiff::Timestamp;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::configuration::Document;
use runtime::http::problem::Problem;
use store::content::Reach;
use store::error::StoreError;
use store::histories::History;
use store::journeys::Linked;
use store::recount::compare::Comparison;

use crate::evidence::{Entry, Evidence, Limits, Stored, Whole};
use crate::journey_page::Named;
use crate::{Reader, language_of};
use runtime::http::answer;

/// Bytes of touchpoints that one answer shows: Lambda's limit is 6 MB.
const SHOWN_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Touchpoints whose senders' own fields are read at once.
const PROPERTIES_AT_ONCE: usize = 100;

/// Public opinions of one customer whose reach is looked up, the newest first.
const REACHES_MAX: usize = 20;

impl Reader {
    /// Answers with the journey of the customer that the path names, or else the query.
    pub(crate) async fn journey(
        &self,
        request: &Request,
        id: Option<&str>,
        document: &Document,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let query = request.query_string_parameters();
        let language = language_of(request, document.language)?;
        let asked = match (id.or(query.first("customer_id")), query.first("anonymous_id")) {
            (Some(customer), _) => document.customers.identity(customer),
            (None, Some(anonymous)) => Identity::Anonymous(anonymous.to_owned()),
            (None, None) => return Err(Problem::unreadable("name the customer: `customer_id` or `anonymous_id`")),
        };
        let until = match query.first("until").map(str::parse::<Timestamp>) {
            None => None,
            Some(Ok(until)) => Some(until),
            Some(Err(_)) => return Err(Problem::unreadable("`until` must be a time of RFC 3339")),
        };
        if runtime::http::accept::wants_page(request.headers()) {
            return self.journey_page(&asked, Named::AsConfigured, document, language, now).await;
        }
        let whole = self.look_at(&asked, document, language, now).await.map_err(|error| Problem::of_table(&error))?;
        let whole = whole.ok_or_else(|| Problem::not_found("unknown customer"))?;
        let shown = self.shown(whole, until).await.map_err(|error| Problem::of_table(&error))?;
        answer::json(&shown)
    }

    /// Puts together what is known; `None` if nothing is.
    async fn look_at(
        &self,
        asked: &Identity,
        document: &Document,
        language: Language,
        now: Timestamp,
    ) -> Result<Option<Whole>, StoreError> {
        let linked = self.table.journey(asked).await?;
        if linked.journey.touchpoints.is_empty() {
            return Ok(None);
        }
        let identities = linked.members();
        let cases: Vec<History> = self.table.histories(&identities).await?;
        let customer = linked.journey.customer.clone();
        let limits = Limits::of(&linked);
        let judged = linked.journey.judge(&document.rules);
        let moments: Vec<_> = judged.iter().map(|judged| &judged.moment).collect();
        let compared = self.table.compare(&moments, &self.zone).await?;
        let reaches = self.reaches(&linked, &judged, &identities).await?;
        let overview = linked.journey.overview(&document.rules, now);
        let events =
            cases.iter().flat_map(|history| history.events.iter().filter_map(|event| event.touchpoint.clone()));
        let in_cases: BTreeSet<_> = cases.iter().map(|history| history.case.opened_by.clone()).chain(events).collect();
        let mut steps = judged.into_iter().zip(compared).zip(reaches).peekable();
        let entry = |touchpoint: domain::touchpoint::Touchpoint| {
            // `identify` makes no moment, every other touchpoint one, in the same order.
            let is_its = |((judged, _), _): &((Judged, Comparison), Option<Reach>)| {
                judged.moment.position() == touchpoint.position()
            };
            let evidence = steps.next_if(is_its).map(|((judged, compared), reach)| {
                let stored = Stored::of(&compared);
                let no_case = NoCase::of(&judged.moment, &document.rules, now);
                let no_case = no_case.filter(|_| !in_cases.contains(&judged.moment.key()));
                Evidence::new(judged, stored, compared.fields, (reach, no_case), language)
            });
            Entry { touchpoint, evidence }
        };
        let entries = linked.journey.touchpoints.into_iter().map(entry).collect();
        Ok(Some(Whole::new((customer, identities, limits), overview, entries, cases, language)))
    }

    /// Keeps the latest touchpoints that happened by a time and fit into the answer, and reads what their senders said in fields
    /// of their own; the judgement is still that of the whole journey.
    async fn shown(&self, mut whole: Whole, until: Option<Timestamp>) -> Result<Whole, StoreError> {
        if let Some(until) = until {
            whole.touchpoints.retain(|entry| entry.touchpoint.occurred_at <= until);
        }
        let mut bytes = 0;
        let mut first = whole.touchpoints.len();
        'filling: for chunk in whole.touchpoints.rchunks_mut(PROPERTIES_AT_ONCE) {
            let touchpoints: Vec<_> = chunk.iter().map(|entry| &entry.touchpoint).collect();
            let properties = self.table.properties_of(&touchpoints).await?;
            for (entry, properties) in chunk.iter_mut().zip(properties).rev() {
                entry.touchpoint.said.properties = properties;
                bytes += serde_json::to_vec(entry).map_or(0, |json| json.len());
                if bytes > SHOWN_BYTES_MAX {
                    break 'filling;
                }
                first -= 1;
            }
        }
        whole.left_out = first;
        whole.touchpoints.drain(..first);
        Ok(whole)
    }

    /// Looks up who met what this customer published, for the newest opinions.
    async fn reaches(
        &self,
        linked: &Linked,
        judged: &[Judged],
        own: &[Identity],
    ) -> Result<Vec<Option<Reach>>, StoreError> {
        let mut reaches = vec![None; judged.len()];
        let published: Vec<_> = judged
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(index, judged)| {
                let position = judged.moment.position();
                let place =
                    linked.journey.touchpoints.binary_search_by(|touchpoint| touchpoint.position().cmp(&position));
                let touchpoint = linked.journey.touchpoints.get(place.ok()?)?;
                let address = touchpoint.said.content_url.clone().filter(|_| judged.moment.stage == Stage::Ultimate)?;
                Some((index, address, judged.moment.occurred_at))
            })
            .take(REACHES_MAX)
            .collect();
        for (index, address, at) in published {
            if let Some(reach) = reaches.get_mut(index) {
                *reach = Some(self.table.reach(&address, at, own).await?);
            }
        }
        Ok(reaches)
    }
}
