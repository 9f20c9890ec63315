//! Correcting a judgement: a form that shows how it is judged and what people said, and takes one correction more. What holds is the
//! domain's to say.

use domain::identity::{Identity, TouchpointKey};
use domain::touchpoint::Touchpoint;
use domain::vocabulary::Language;
use domain::wording;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use pages::case::Reader;
use pages::console::Section;
use pages::console::addresses::customer_address;
use pages::console::correct::{self, View};
use recovery::correcting;
use recovery::order::Fields;
use runtime::http::answer::see_other;
use runtime::http::problem::Problem;
use store::corrections::Corrected;
use store::error::StoreError;

use crate::answer;
use crate::today::{name_of, whole_minute};
use crate::visit::Visit;
use crate::{Desk, Role, What};

/// What a form says and which touchpoint it is about.
struct About {
    recorded: Identity,
    key: TouchpointKey,
    /// Where to go afterwards; empty for the customer's journey.
    to: String,
}

impl About {
    fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, Problem> {
        let missing = || Problem::not_found("no such touchpoint");
        let recorded = get("customer").and_then(|text| text.parse().ok()).ok_or_else(missing)?;
        let source = get("source").ok_or_else(missing)?;
        let id = get("id").ok_or_else(missing)?;
        // A page of ours and no other: an address that begins with two slashes is another site's.
        let to = get("to").filter(|to| to.starts_with("/cases/") || to.starts_with("/customers/"));
        Ok(Self { recorded, key: TouchpointKey { source, id }, to: to.unwrap_or_default() })
    }
}

/// What is wrong with a form that came back, and what was in it.
#[derive(Default)]
struct Sent {
    errors: Vec<(String, String)>,
    filled: Vec<(String, String)>,
}

/// Answers with the form.
pub(crate) async fn show(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    let about = About::read(|name| visit.query(name))?;
    desk.correction(visit, &about, Sent::default()).await
}

/// Takes a correction.
pub(crate) async fn act(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    visit.require(Role::Agent)?;
    let about = About::read(|name| visit.form.get(name).map(str::to_owned))?;
    let (common, language) = (&visit.document.common, visit.language);
    let by = (&common.rules, &common.customers);
    let fields = Fields::of(fields(visit, &about));
    let asked = match correcting::read(&fields, Some(&visit.person.name), by, visit.now) {
        Ok(asked) => asked,
        Err(errors) => {
            let errors = errors.into_iter().map(|error| (error.field, error.complaint.words(language))).collect();
            return desk.correction(visit, &about, Sent { errors, filled: filled(visit) }).await;
        }
    };
    let names = desk.table.pseudonyms().await.map_err(|error| Problem::of_table(&error))?;
    let what = What::Corrected(asked.correction.says.as_str());
    desk.audit(visit, what, Some(&names.of(&asked.recorded))).await?;
    let corrected = correcting::correct(&desk.table, &asked).await.map_err(|error| Problem::of_table(&error))?;
    let why = match corrected {
        Corrected::Added(_) => {
            let to = if about.to.is_empty() { customer_address(&about.recorded) } else { about.to };
            return see_other(&to);
        }
        Corrected::Known(_) => language.corrections_known(),
        Corrected::NoCorrection => language.corrections_gone(),
        Corrected::TooMany => language.corrections_full(),
        Corrected::NoTouchpoint => return Err(Problem::not_found("no such touchpoint")),
    };
    let sent = Sent { errors: vec![(String::new(), why.to_owned())], filled: filled(visit) };
    desk.correction(visit, &about, sent).await
}

/// Puts the one choice of the form into the fields of a correction: `outcome average`, `cause website`, `spam`.
fn fields(visit: &Visit<'_>, about: &About) -> Vec<(String, String)> {
    let get = |name: &str| visit.form.get(name).unwrap_or_default().to_owned();
    let say = get("say");
    let (says, value) = say.split_once(' ').unwrap_or((&say, ""));
    let whose = match &about.recorded {
        Identity::Customer(id) => ("customer_id", id),
        Identity::Anonymous(id) => ("anonymous_id", id),
    };
    let mut fields = vec![
        ("source".to_owned(), about.key.source.clone()),
        ("id".to_owned(), about.key.id.clone()),
        (whose.0.to_owned(), whose.1.clone()),
        ("says".to_owned(), says.to_owned()),
        ("reason".to_owned(), get("reason")),
    ];
    fields.extend((!value.is_empty()).then(|| (says.to_owned(), value.to_owned())));
    let more = if says == "withdrawn" { "correction" } else { "of" };
    fields.extend((says == "withdrawn" || says == "duplicate").then(|| (more.to_owned(), get(more))));
    fields
}

fn filled(visit: &Visit<'_>) -> Vec<(String, String)> {
    let names = ["say", "of", "reason"];
    names.iter().filter_map(|name| Some(((*name).to_owned(), visit.form.get(name)?.to_owned()))).collect()
}

impl Desk {
    async fn correction(&self, visit: &Visit<'_>, about: &About, sent: Sent) -> Result<Response<Body>, Problem> {
        let unreachable = |error: StoreError| Problem::of_table(&error);
        let touchpoint = self.table.touchpoint(&about.recorded, &about.key).await.map_err(unreachable)?;
        let touchpoint = touchpoint.ok_or_else(|| Problem::not_found("no such touchpoint"))?;
        let names = self.table.pseudonyms().await.map_err(unreachable)?;
        self.audit(visit, What::CustomerRead, Some(&names.of(&about.recorded))).await?;
        let judged = self.judged(&touchpoint, visit.language).await?;
        let reader = Reader { language: visit.language, zone: &self.zone, now: whole_minute(visit.now) };
        let is_wrong = !sent.errors.is_empty();
        let view = View {
            shell: visit.shell(visit.language.corrections_page(), Section::Customers),
            reader,
            touchpoint: &touchpoint,
            customer: &name_of(&about.recorded, &names),
            judged,
            rules: &visit.document.common.rules,
            to: about.to.clone(),
            errors: sent.errors,
            filled: sent.filled,
        };
        let html = correct::html(&view);
        match is_wrong {
            true => Ok(answer::page(StatusCode::UNPROCESSABLE_ENTITY, html)),
            false => Ok(answer::page_or_304(visit, html)),
        }
    }

    /// Reads how a touchpoint is judged, as it is stored.
    async fn judged(
        &self,
        touchpoint: &Touchpoint,
        language: Language,
    ) -> Result<Option<(domain::vocabulary::Outcome, Vec<String>)>, Problem> {
        let date = touchpoint.occurred_at.to_zoned(self.zone.clone()).date();
        let moment = self.table.moment(date, &touchpoint.recorded, &touchpoint.key()).await;
        let moment = moment.map_err(|error| Problem::of_table(&error))?;
        let reasons = |moment: &domain::moment::Moment| {
            let told = moment.reasons.iter().filter(|code| code.name() != "stage_by_type");
            told.map(|code| wording::code(code, language)).collect()
        };
        Ok(moment.map(|moment| (moment.outcome, reasons(&moment))))
    }
}
