//! The names people read for touchpoint types and facets. Knows the fixed catalogue; what a deployment adds is read
//! off its snake_case name.

use super::pick;
use crate::vocabulary::Language;

#[rustfmt::skip]
const CATALOGUE: &[(&str, &str, &str)] = &[
    ("search", "search", "búsqueda"),
    ("comparison", "comparison", "comparación"),
    ("ad_click", "ad click", "clic en un anuncio"),
    ("review_read", "review read", "reseña leída"),
    ("recommendation_heard", "recommendation heard", "recomendación recibida"),
    ("site_visit", "website visit", "visita al sitio web"),
    ("store_visit", "store visit", "visita a la tienda"),
    ("location_visit", "visit to the place", "visita al local"),
    ("sign_up", "sign-up", "registro"),
    ("quote", "quote", "presupuesto"),
    ("demo", "demo", "demostración"),
    ("greeting", "greeting", "saludo"),
    ("support_contact", "contact with support", "contacto con atención al cliente"),
    ("purchase", "purchase", "compra"),
    ("delivery", "delivery", "entrega"),
    ("onboarding", "onboarding", "puesta en marcha"),
    ("product_use", "product use", "uso del producto"),
    ("billing", "billing", "facturación"),
    ("complaint", "complaint", "queja"),
    ("return", "return", "devolución"),
    ("follow_up", "follow-up", "seguimiento"),
    ("survey", "survey", "encuesta"),
    ("review", "review", "reseña"),
    ("social_post", "social post", "publicación en redes"),
    ("referral", "referral", "recomendación a otra persona"),
    ("identify", "identification", "identificación"),
];

/// Words a touchpoint type in lower case: the catalogue's name, otherwise the snake_case name as words.
///
/// The text may be a sender's: escape it like any other.
pub fn touchpoint_type(name: &str, language: Language) -> String {
    match CATALOGUE.iter().find(|(known, ..)| *known == name) {
        Some((_, english, spanish)) => pick(language, english, spanish).to_owned(),
        None => words_of(name),
    }
}

/// Words the channel of a touchpoint in lower case: the usual ones by name, otherwise the snake_case name as words.
///
/// The text may be a sender's: escape it like any other.
pub fn channel(name: &str, language: Language) -> String {
    let (english, spanish) = match name {
        "web" => ("web", "web"),
        "store" => ("store", "tienda"),
        "phone" => ("phone", "teléfono"),
        "chat" => ("chat", "chat"),
        "sms" => ("SMS", "SMS"),
        "email" => ("e-mail", "correo electrónico"),
        "social" => ("social media", "redes sociales"),
        other => return words_of(other),
    };
    pick(language, english, spanish).to_owned()
}

/// Words a facet: `due_at` is the promised time, anything else is its name as words.
pub fn facet(name: &str, language: Language) -> String {
    match name {
        "due_at" => pick(language, "promised time", "hora prometida").to_owned(),
        _ => words_of(name),
    }
}

/// Returns a snake_case name as words, nothing else changed.
pub fn words_of(name: &str) -> String {
    name.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_catalogue_have_names_and_others_are_read_as_words() {
        assert_eq!(touchpoint_type("follow_up", Language::English), "follow-up");
        assert_eq!(touchpoint_type("delivery", Language::Spanish), "entrega");
        assert_eq!(touchpoint_type("wine_tasting", Language::Spanish), "wine tasting");
        assert_eq!(touchpoint_type("_odd__name_", Language::English), "odd name");
    }

    #[test]
    fn usual_channels_have_names_and_others_are_read_as_words() {
        assert_eq!(channel("email", Language::English), "e-mail");
        assert_eq!(channel("phone", Language::Spanish), "teléfono");
        assert_eq!(channel("video_call", Language::Spanish), "video call");
    }

    #[test]
    fn the_promised_time_is_the_only_facet_with_a_name_of_ours() {
        assert_eq!(facet("due_at", Language::Spanish), "hora prometida");
        assert_eq!(facet("ice_cream", Language::Spanish), "ice cream");
    }
}
