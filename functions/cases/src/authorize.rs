//! Who may see a case and act on it: anybody with a case key, or a link that was made for it. A page that acts is reached by a
//! link only: a browser sends a key it remembers to whoever asks, a link it does not know.

use domain::case::Case;
use jiff::Timestamp;
use lambda_http::http::Method;
use lambda_http::{Request, RequestExt};
use runtime::http::access::{self, BadKey, Keyed, ReadKey, Right};
use runtime::http::links::{BadLink, Subject};
use runtime::http::problem::Problem;

use crate::order::Action;
use recovery::document::CaseDocument;

use crate::owner;

/// Who asks.
pub(crate) enum Caller {
    /// A program, or a person with a key in a browser.
    Key(ReadKey),
    /// Somebody with a link.
    Link {
        /// What tells the link from every other one.
        seal: String,
        /// When it ends.
        until: Timestamp,
        /// The key with which the page of the link was opened; none if a message carried the link.
        by: Option<ReadKey>,
    },
}

/// Lets in anybody with a key, or with a link about one of these subjects.
pub(crate) fn caller(
    request: &Request,
    document: &CaseDocument,
    subjects: &[Subject<'_>],
    now: Timestamp,
) -> Result<Caller, Problem> {
    let query = request.query_string_parameters();
    if let (Some(until), Some(seal)) = (query.first("until"), query.first("seal")) {
        // Two keys of one name may live at once, so that one can replace the other.
        let keys: Vec<_> = match query.first("by") {
            Some(name) => {
                let live = document.common.case_keys.iter().filter(|key| key.term().holds(now).is_ok());
                live.filter(|key| key.name == name).map(Some).collect()
            }
            None => vec![None],
        };
        let mut worst = BadLink::Forged;
        for (subject, by) in subjects.iter().flat_map(|subject| keys.iter().map(move |by| (subject, *by))) {
            match document.common.links.verify_by(*subject, by, (until, seal), now) {
                Ok(until) => return Ok(Caller::Link { seal: seal.to_owned(), until, by: by.cloned() }),
                Err(BadLink::Expired) => worst = BadLink::Expired,
                Err(BadLink::Forged) => {}
            }
        }
        return Err(match worst {
            BadLink::Forged => Problem::forbidden(worst.to_string()),
            BadLink::Expired => Problem::gone(worst.to_string()),
        });
    }
    let Some(presented) = access::shown(request.headers()) else {
        return Err(Problem::unauthorized(
            "send a case key as `Authorization: Bearer KEY` or as the password of Basic authentication, or use a link",
        ));
    };
    let key = access::find(&document.common.case_keys, &presented, now).map_err(|bad| match bad {
        BadKey::Unknown => Problem::unauthorized("unknown case key"),
        BadKey::Early | BadKey::Expired => Problem::unauthorized(bad.to_string()),
    })?;
    key.require(if request.method() == Method::POST { Right::Act } else { Right::ReadPeople })?;
    Ok(Caller::Key(key.clone()))
}

/// Lets in whoever may do this with one of the cases of a name, and returns which one. Nobody without a key or a link is
/// told whether there is such a case.
pub(crate) fn case(
    request: &Request,
    document: &CaseDocument,
    named: Vec<Case>,
    (id, action): (&str, Action),
    now: Timestamp,
) -> Result<(Case, Caller), Problem> {
    let mut refused = None;
    let mut cases = Vec::new();
    for case in named {
        let subject = Subject { case: id, owner: &owner(&case), action: action.as_str() };
        match caller(request, document, &[subject], now) {
            Ok(caller) => cases.push((case, caller)),
            Err(problem) => refused = Some(problem),
        }
    }
    match (cases.len(), refused) {
        (0, Some(problem)) => Err(problem),
        // A caller without a key learns that first.
        (0, None) => {
            caller(request, document, &[], now)?;
            Err(Problem::not_found("unknown case"))
        }
        (1, _) => cases.pop().ok_or_else(|| Problem::internal("the one case is gone")),
        _ => {
            let customer = request.query_string_parameters().first("customer").map(str::to_owned);
            let chosen = cases.into_iter().find(|(case, _)| Some(case.customer.to_string()) == customer);
            chosen.ok_or_else(|| {
                Problem::case_conflict("two customers have a case of this name; choose one with `?customer=id:…`")
            })
        }
    }
}
