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
    ("content_seen", "content seen", "contenido visto"),
    ("newsletter_read", "newsletter read", "boletín leído"),
    ("brochure_read", "brochure read", "folleto leído"),
    ("price_check", "price check", "consulta de precio"),
    ("availability_check", "availability check", "consulta de disponibilidad"),
    ("directions_lookup", "looking up the way", "consulta de cómo llegar"),
    ("app_install", "app installation", "instalación de la aplicación"),
    ("self_service", "self-service", "autoservicio"),
    ("page_error", "page error", "error de página"),
    ("form_error", "form error", "error de formulario"),
    ("form_abandoned", "abandoned form", "formulario abandonado"),
    ("cart_abandoned", "abandoned cart", "carrito abandonado"),
    ("login_failed", "failed login", "inicio de sesión fallido"),
    ("app_crash", "app crash", "cierre inesperado de la aplicación"),
    ("fitting", "trying it", "prueba del producto"),
    ("out_of_stock", "out of stock", "producto agotado"),
    ("queue_left", "left the queue", "cola abandonada"),
    ("store_closed", "found it closed", "tienda cerrada"),
    ("trial", "trial", "periodo de prueba"),
    ("appointment", "appointment", "cita"),
    ("appointment_missed", "appointment we missed", "cita a la que faltamos"),
    ("phone_call", "phone call", "llamada telefónica"),
    ("callback", "callback", "devolución de llamada"),
    ("chat_session", "chat", "conversación por chat"),
    ("sms_exchange", "SMS conversation", "conversación por SMS"),
    ("email_exchange", "e-mail conversation", "conversación por correo"),
    ("social_message", "message on social media", "mensaje en redes"),
    ("letter_exchange", "letter", "carta"),
    ("call_dropped", "dropped call", "llamada cortada"),
    ("bot_loop", "no way past the bot", "sin salida del asistente automático"),
    ("message_unanswered", "unanswered message", "mensaje sin respuesta"),
    ("asked_again", "had to say it again", "tuvo que repetirlo"),
    ("handover", "warm handover", "traspaso acompañado"),
    ("gesture", "gesture", "gesto con el cliente"),
    ("staff_observation", "seen by staff", "observado por el personal"),
    ("renewal", "renewal", "renovación"),
    ("order_change", "change of an order", "cambio de pedido"),
    ("pickup", "pick-up", "recogida"),
    ("installation", "installation", "instalación"),
    ("delivery_delayed", "delayed delivery", "entrega retrasada"),
    ("delivery_missed", "missed delivery", "entrega fallida"),
    ("outage", "outage", "interrupción del servicio"),
    ("repair", "repair", "reparación"),
    ("cancellation", "cancellation", "cancelación"),
    ("payment_failed", "failed payment", "pago fallido"),
    ("refund", "refund", "reembolso"),
    ("price_change", "price change", "cambio de precio"),
    ("testimonial", "testimonial", "testimonio"),
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
        "app" => ("app", "aplicación"),
        "post" => ("post", "correo postal"),
        "delivery" => ("delivery", "reparto"),
        "billing" => ("billing", "facturación"),
        "search" => ("search", "buscador"),
        "ad" => ("advertisement", "anuncio"),
        "review_site" => ("review site", "sitio de reseñas"),
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
    fn every_type_of_the_taxonomy_has_a_name() {
        for name in crate::rules::Rules::built_in().unwrap().types.keys() {
            assert!(CATALOGUE.iter().any(|(known, ..)| known == name), "{name}");
        }
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
