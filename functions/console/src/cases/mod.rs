//! Cases: the list, one case, and what is done with them. Every step goes through the recovery's use case.

use domain::case::Case;
use lambda_http::{Body, Response};
use runtime::http::problem::Problem;

use crate::Desk;
use crate::visit::Visit;

mod act;
mod list;
mod one;

/// Answers a request to look: at the list, or at one case.
pub(crate) async fn show(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    match rest {
        [] => desk.list(visit, None, &[]).await,
        [id] => {
            let case = desk.case(visit, id).await?;
            desk.show_case(visit, &case, Default::default()).await
        }
        _ => Err(Problem::not_found("no such page")),
    }
}

/// Answers a request to act: on one case, or on many.
pub(crate) async fn act(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    visit.require(crate::Role::Agent)?;
    match rest {
        ["many"] => desk.act_on_many(visit).await,
        [id, "undo"] => desk.undo_one(visit, id).await,
        [id, action] => desk.act_on_one(visit, id, action).await,
        _ => Err(Problem::not_found("no such action")),
    }
}

impl Desk {
    /// Finds a case by its name; of two customers with the same name the one that the address names.
    async fn case(&self, visit: &Visit<'_>, id: &str) -> Result<Case, Problem> {
        let named = self.table.cases_named(id).await.map_err(|error| Problem::of_table(&error))?;
        let customer = visit.query("customer");
        let mut named = named
            .into_iter()
            .filter(|case| customer.as_ref().is_none_or(|customer| case.customer.to_string() == *customer));
        named.next().ok_or_else(|| Problem::not_found("no such case"))
    }
}
