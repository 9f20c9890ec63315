//! The sentences of monitoring in English and Spanish. Decides nothing.

use jiff::civil::Date;

use super::super::statistics::Proportion;
use super::super::statistics::numbers::tenths_of_percent;
use super::super::wording;
use super::line::{Found, Line, Measure, Target, TargetIs, Way};
use domain::period::short_day;
use domain::vocabulary::Language;
use domain::wording::{capitalized, words_of};

/// Findings that the headline names, at most.
const NAMED_MAX: usize = 2;
/// Shares below this are written with a decimal.
const WHOLE_FROM_TENTHS: i64 = 100;
/// Ranges at least this wide are written in whole percent.
const WHOLE_FROM_WIDTH: f64 = 0.02;

/// Touchpoints in the plural: (type, English, Spanish). Others are "moments of kind …".
const PLURALS: &[(&str, &str, &str)] = &[
    ("delivery", "deliveries", "entregas"),
    ("purchase", "purchases", "compras"),
    ("review", "reviews", "reseñas"),
    ("survey", "survey answers", "respuestas de encuesta"),
    ("complaint", "complaints", "quejas"),
    ("support_contact", "contacts with support", "contactos con atención al cliente"),
    ("site_visit", "website visits", "visitas al sitio web"),
    ("store_visit", "store visits", "visitas a la tienda"),
    ("product_use", "uses of the product", "usos del producto"),
    ("return", "returns", "devoluciones"),
    ("follow_up", "follow-ups", "seguimientos"),
    ("billing", "bills", "facturas"),
    ("demo", "demos", "demostraciones"),
    ("quote", "quotes", "presupuestos"),
    ("greeting", "greetings", "saludos"),
    ("sign_up", "sign-ups", "registros"),
    ("social_post", "social posts", "publicaciones en redes"),
];

/// Every other text: (key, English, Spanish).
const TEXTS: &[(&str, &str, &str)] = &[
    ("late", "{share} of {what} were late ({counts})", "{share} de las {what} llegó tarde ({counts})"),
    ("bad", "{share} of {what} were a bad experience ({counts})", "{share} de {what} con mala experiencia ({counts})"),
    (
        "asked",
        "{share} of {what} were a bad experience when we asked ({counts})",
        "{share} de {what} con mala experiencia al preguntar ({counts})",
    ),
    (
        "promise",
        "{share} of promises about {what} were not kept ({counts})",
        "{share} de las promesas sobre {what} no se cumplió ({counts})",
    ),
    ("kind", "moments of kind {name}", "momentos de tipo {name}"),
    ("counts", "{bad} of {of}", "{bad} de {of}"),
    ("range", "{low}–{high}", "{low}–{high}"),
    ("up", "up from a normal {range}", "por encima de lo normal ({range})"),
    ("down", "down from a normal {range}", "por debajo de lo normal ({range})"),
    ("inside", "back inside the normal {range} this week", "de nuevo dentro de lo normal ({range}) esta semana"),
    ("normal", "normal is {range}", "lo normal es {range}"),
    (
        "outside",
        "just outside the normal {range}, which one week may be by chance",
        "algo fuera de lo normal ({range}), lo que en una sola semana puede ser azar",
    ),
    ("since", "since the week of {day}", "desde la semana del {day}"),
    ("season", "may be seasonal", "puede deberse a la temporada"),
    ("in_season", "season: {name}", "temporada: {name}"),
    (
        "missed",
        "target of {target} missed since the week of {day}",
        "objetivo de {target} incumplido desde la semana del {day}",
    ),
    (
        "above",
        "above the target of {target}, which may be chance",
        "por encima del objetivo de {target}, quizá por azar",
    ),
    ("kept", "target of {target} kept", "objetivo de {target} cumplido"),
    ("unclear", "No clear change.", "Sin un cambio claro."),
    ("calm", "Nothing has left its normal range.", "Nada ha salido de su rango normal."),
    ("evidence", "Since then: {counts} ({share}). Before: {before}.", "Desde entonces: {counts} ({share}). Antes: {before}."),
    ("so_far", "so far this week", "en lo que va de semana"),
    ("more", "{count} more below.", "{count} más abajo."),
];

fn text(key: &str, language: Language, values: &[(&str, &str)]) -> String {
    let found = TEXTS.iter().find(|(known, ..)| *known == key);
    let (english, spanish) = found.map_or(("", ""), |(_, english, spanish)| (*english, *spanish));
    let template = match language {
        Language::English => english,
        Language::Spanish => spanish,
    };
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Says what it comes down to: what left its range, or that nothing did and where the most counted series is.
pub(super) fn sentence(lines: &[Line], is_partial: bool, language: Language) -> String {
    let of = |line: &Line| line.sentence.get(&language).cloned().unwrap_or_default();
    let told: Vec<&Line> = lines.iter().filter(|line| line.is_worse() || line.found.is_some()).collect();
    if told.is_empty() {
        let first = lines.iter().find(|line| line.measure == Measure::Late).or_else(|| lines.first());
        let key = if lines.iter().all(Line::is_inside) { "calm" } else { "unclear" };
        return format!("{} {}", text(key, language, &[]), first.map(of).unwrap_or_default());
    }
    let mut sentences: Vec<String> = told.iter().take(NAMED_MAX).map(|line| of(line)).collect();
    if is_partial && let Some(first) = sentences.first_mut() {
        *first = format!("{}: {}", capitalized(&text("so_far", language, &[])), first);
    }
    if told.len() > NAMED_MAX {
        sentences.push(text("more", language, &[("count", &language.count((told.len() - NAMED_MAX) as u64))]));
    }
    sentences.join(" ")
}

/// Says level, normal range, trend and target of one series in one sentence.
pub(super) fn line(line: &Line, language: Language) -> String {
    let mut parts = vec![level(line, language)];
    let range = line.normal.map(|normal| {
        let ends = [normal.low, normal.high].map(|share| match normal.high - normal.low >= WHOLE_FROM_WIDTH {
            true => language.whole_percent((share * 100.0).round() as u64),
            false => percent(share, language),
        });
        // `3–6%`: one sign is enough.
        let low = ends[0].trim_end_matches(['%', '\u{a0}']).to_owned();
        text("range", language, &[("low", &low), ("high", &ends[1])])
    });
    match (&line.found, range) {
        (Some(found), Some(range)) => parts.push(found_words(found, &range, line.is_inside(), language)),
        (None, Some(range)) => {
            let key = if line.is_inside() { "normal" } else { "outside" };
            parts.push(text(key, language, &[("range", &range)]));
        }
        (Some(_) | None, None) => {}
    }
    parts.extend(line.season.as_ref().map(|name| text("in_season", language, &[("name", &words_of(name))])));
    parts.extend(line.target.as_ref().map(|target| target_words(target, language)));
    format!("{}.", capitalized(&parts.join("; ")))
}

/// `19% of deliveries were late (43 of 230)`.
fn level(line: &Line, language: Language) -> String {
    let counts =
        text("counts", language, &[("bad", &language.count(line.last.count)), ("of", &language.count(line.last.of))]);
    let tenths = tenths_of_percent(Proportion::new(line.last.count, line.last.of));
    let (key, what) = match line.measure {
        Measure::Late => ("late", plural(&line.subject, language)),
        Measure::Bad => ("bad", plural(&line.subject, language)),
        Measure::Asked => ("asked", plural(&line.subject, language)),
        Measure::Promise => ("promise", words_of(&line.subject)),
    };
    text(key, language, &[("share", &tenths_words(tenths, language)), ("what", &what), ("counts", &counts)])
}

fn found_words(found: &Found, range: &str, is_inside: bool, language: Language) -> String {
    let key = match (is_inside, found.way) {
        (true, _) => "inside",
        (false, Way::Worse) => "up",
        (false, Way::Better) => "down",
    };
    let mut parts = vec![text(key, language, &[("range", range)])];
    if !is_inside {
        parts.push(text("since", language, &[("day", &day(found.since, language))]));
    }
    if found.may_be_seasonal && !is_inside {
        parts.push(text("season", language, &[]));
    }
    parts.join(", ")
}

fn target_words(target: &Target, language: Language) -> String {
    let share = percent(target.share, language);
    match (target.is, target.since) {
        (TargetIs::Missed, Some(since)) => {
            text("missed", language, &[("target", &share), ("day", &day(since, language))])
        }
        (TargetIs::Kept, _) => text("kept", language, &[("target", &share)]),
        (TargetIs::Above | TargetIs::Missed, _) => text("above", language, &[("target", &share)]),
    }
}

/// Says what a finding rests on.
pub(super) fn evidence(line: &Line, language: Language) -> Vec<String> {
    let of = |found: &Found| {
        let counts = text(
            "counts",
            language,
            &[("bad", &language.count(found.counted.count)), ("of", &language.count(found.counted.of))],
        );
        let share = tenths_of_percent(Proportion::new(found.counted.count, found.counted.of));
        let values = [("share", tenths_words(share, language)), ("before", percent(found.before, language))];
        text("evidence", language, &[("counts", &counts), (values[0].0, &values[0].1), (values[1].0, &values[1].1)])
    };
    line.found.iter().map(of).collect()
}

fn plural(kind: &str, language: Language) -> String {
    match PLURALS.iter().find(|(known, ..)| *known == kind) {
        Some((_, english, spanish)) => domain::wording::pick(language, english, spanish).to_owned(),
        None => text("kind", language, &[("name", &wording::kind(kind, language))]),
    }
}

/// A Monday without its weekday: `13 Nov`.
fn day(date: Date, language: Language) -> String {
    let whole = short_day(date, language);
    whole.split_once(' ').map_or(whole.clone(), |(_, day)| day.to_owned())
}

fn percent(share: f64, language: Language) -> String {
    tenths_words((share * 1_000.0).round() as i64, language)
}

/// Whole percent from 10 on, one decimal below.
fn tenths_words(tenths: i64, language: Language) -> String {
    if tenths >= WHOLE_FROM_TENTHS || tenths % 10 == 0 {
        return language.whole_percent(((tenths + 5) / 10).unsigned_abs());
    }
    language.percent(tenths)
}
