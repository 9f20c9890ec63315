//! `correct`: says of one touchpoint what a person knows better than the rules, or takes it back; `corrections`: prints what people
//! corrected as lines to train with; `audit`: prints who read or changed what. All over the HTTP API of the suite that runs on the
//! data folder, or of one of their own.

use clap::{Args, ValueEnum};
use domain::period::Period;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::api::{Api, read};
use super::{Common, print};
use crate::error::Error;

/// What can be said.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Word {
    /// How it ended: --outcome
    Outcome,
    /// What caused it: --cause
    Cause,
    /// An advertisement, a test, a robot
    Spam,
    /// The same as another touchpoint: --of
    Duplicate,
    /// Another customer's experience
    OtherCustomer,
    /// An earlier correction does not hold: --correction
    Withdrawn,
}

/// One correction.
#[derive(Clone, Debug, Args)]
pub(super) struct Order {
    /// The touchpoint, as SOURCE/ID
    #[arg(value_name = "SOURCE/ID")]
    touchpoint: String,
    /// The customer that it was sent for
    #[arg(long, value_name = "ID", conflicts_with = "visitor")]
    customer: Option<String>,
    /// The visitor that it was sent for
    #[arg(long, value_name = "ID")]
    visitor: Option<String>,
    /// What is said
    #[arg(long, value_enum)]
    says: Word,
    /// How it ended: misery, average, magic or unknown
    #[arg(long)]
    outcome: Option<String>,
    /// The cause, by its name in the catalogue
    #[arg(long)]
    cause: Option<String>,
    /// The touchpoint that counts, as SOURCE/ID
    #[arg(long, value_name = "SOURCE/ID")]
    of: Option<String>,
    /// The correction that is taken back
    #[arg(long, value_name = "ID")]
    correction: Option<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// Who says so; the name of the case key if left out
    #[arg(long)]
    actor: Option<String>,
}

impl Order {
    fn body(&self) -> Result<Value, Error> {
        let (source, id) = self
            .touchpoint
            .rsplit_once('/')
            .ok_or_else(|| Error::failed("correct", "name the touchpoint as SOURCE/ID"))?;
        let says = self.says.to_possible_value().map(|value| value.get_name().replace('-', "_")).unwrap_or_default();
        let fields = [
            ("customer_id", &self.customer),
            ("anonymous_id", &self.visitor),
            ("outcome", &self.outcome),
            ("cause", &self.cause),
            ("of", &self.of),
            ("correction", &self.correction),
            ("reason", &self.reason),
            ("actor", &self.actor),
        ];
        let mut body = json!({"source": source, "id": id, "says": says});
        for (name, value) in fields {
            if let Some(value) = value {
                body[name] = value.as_str().into();
            }
        }
        Ok(body)
    }
}

/// Which corrections.
#[derive(Clone, Debug, Args)]
pub(super) struct Export {
    /// A day 2026-11-22, a week 2026-W47, a month 2026-11, a quarter 2026-Q4, or a range of days
    #[arg(long)]
    period: Period,
}

/// Which days.
#[derive(Clone, Debug, Args)]
pub(super) struct Days {
    /// The first day, such as 2026-11-01
    #[arg(long, value_name = "DATE")]
    from: jiff::civil::Date,
    /// The last day; 92 days at most
    #[arg(long, value_name = "DATE")]
    to: jiff::civil::Date,
}

/// Prints the audit trail of some days.
pub(super) async fn audit(common: &Common, days: &Days) -> Result<(), Error> {
    let api = Api::of(common, "read_keys").await?;
    let path = format!("/v1/audit?from={}&to={}", days.from, days.to);
    let asked = ask(&api, |client, address| client.get(format!("{address}{path}"))).await;
    api.end().await?;
    print(&asked?)
}

/// Corrects one judgement.
pub(super) async fn correct(common: &Common, order: &Order) -> Result<(), Error> {
    let body = order.body()?;
    let api = Api::of(common, "case_keys").await?;
    let post = |client: &reqwest::Client, address: &str| {
        let request = client.post(format!("{address}/v1/corrections"));
        request.header("content-type", "application/json").body(body.to_string())
    };
    let asked = ask(&api, post).await;
    api.end().await?;
    let answer: Value = serde_json::from_str(&asked?).unwrap_or_default();
    let word = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    let said = if word("status") == "known" { "Known already" } else { "Corrected" };
    print(&format!("\n  {said}. To take it back: --says withdrawn --correction {}\n", word("correction")))
}

/// Prints what people corrected in a period.
pub(super) async fn export(common: &Common, order: &Export) -> Result<(), Error> {
    let api = Api::of(common, "read_keys").await?;
    let path = format!("/v1/corrections?period={}", order.period);
    let asked = ask(&api, |client, address| client.get(format!("{address}{path}"))).await;
    api.end().await?;
    print(&asked?)
}

/// Asks, and returns what a good answer says.
async fn ask(api: &Api, make: impl FnOnce(&reqwest::Client, &str) -> RequestBuilder) -> Result<String, Error> {
    let (status, text) = api.send(make(&reqwest::Client::new(), &api.address)).await?;
    if status.is_success() {
        return Ok(text);
    }
    let problem = read(&text);
    let wrong: Vec<_> = problem["errors"].as_array().into_iter().flatten().collect();
    let mut why = [&problem["title"], &problem["detail"]].map(|part| part.as_str().unwrap_or_default()).join(" ");
    for error in wrong {
        let part = |name: &str| error[name].as_str().unwrap_or_default();
        why += &format!("\n    {}: {}", part("field"), part("message"));
    }
    Err(Error::failed("correct", why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_becomes_the_body_of_a_request() {
        let order = Order {
            touchpoint: "shop/web/1".to_owned(),
            customer: Some("ana".to_owned()),
            visitor: None,
            says: Word::OtherCustomer,
            outcome: None,
            cause: None,
            of: None,
            correction: None,
            reason: Some("it was Eva".to_owned()),
            actor: None,
        };
        let body = json!({"source": "shop/web", "id": "1", "customer_id": "ana", "says": "other_customer",
            "reason": "it was Eva"});
        assert_eq!(order.body().unwrap(), body);
        Order { touchpoint: "1".to_owned(), ..order }.body().unwrap_err();
    }
}
