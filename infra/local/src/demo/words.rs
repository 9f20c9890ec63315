//! What customers of the waffle house say: short, misspelt, warm, angry, ironic, in English and in Spanish. Written for
//! this demo; nobody ever said it.

use std::collections::BTreeMap;

use domain::vocabulary::Language;

/// What a comment is about, and in which mood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Theme {
    Late,
    OnTime,
    WrongOrder,
    SupportBad,
    SupportFair,
    SupportGood,
    HouseBad,
    HouseFair,
    HouseGood,
    SiteBad,
    ReviewBad,
    ReviewGood,
    Complaint,
    Recovered,
    Recommend,
    Doubt,
    Social,
    SocialBad,
    MoneyBad,
    MoneyGood,
    EventBad,
    EventGood,
}

/// Hands out each sentence once: two customers never use the same words.
#[derive(Default)]
pub(super) struct Words {
    used: BTreeMap<(Theme, Language), usize>,
}

impl Words {
    /// Takes the next sentence; `None` once all of them were said, as most customers say nothing.
    pub(super) fn say(&mut self, theme: Theme, language: Language) -> Option<&'static str> {
        let used = self.used.entry((theme, language)).or_default();
        let sentence = sentences(theme, language).get(*used)?;
        *used += 1;
        Some(sentence)
    }
}

fn sentences(theme: Theme, language: Language) -> &'static [&'static str] {
    match language {
        Language::Spanish => spanish(theme),
        // The customers of the demo write in two languages, whatever language their reports are read in.
        _ => english(theme),
    }
}

fn english(theme: Theme) -> &'static [&'static str] {
    match theme {
        Theme::Late => &[
            "An hour and ten for two waffles. My kids fell asleep.",
            "arrived cold and 50 min late, rider didnt say a word",
            "It said 19:30. It came at 20:25. Nobody told us anything.",
            "Was the courier walking here from Paris?",
            "third time lucky? no. late AGAIN",
            "the old rider always found our door, the new company rang every bell but ours",
            "Waited on the steps with a melting tub of ice cream. Lovely evening.",
            "Food fine, delivery a joke.",
            "we had guests. you made us look stupid",
            "tracking page said 'almost there' for 40 minutes straight",
        ],
        Theme::OnTime => &[
            "right on time and still crisp, thank you",
            "ok, no complaints",
            "Earlier than promised and the box was warm!",
            "does what it says",
            "Rider waited while i found my keys, what a nice guy",
        ],
        Theme::WrongOrder => {
            &["Ordered three toppings, got one. Paid for three.", "this is somebody elses order?? we are vegan"]
        }
        Theme::SupportBad => &[
            "20 min on hold to a number that costs 35 cents a minute. Genius.",
            "press 1, press 3, press 1, music, cut off",
            "she was polite but had no idea and couldnt transfer me",
            "I explained it four times to four people.",
            "you don't listen, you read from a card",
            "He tried to sell me a breakfast plan before I had even finished.",
            "no answer. so i came to the shop. shop said call the line.",
            "still waiting for the call back you promised on tuesday",
        ],
        Theme::SupportFair => &[
            "took a bit but it got sorted",
            "fine i guess",
            "Had to ask twice, then it was clear.",
            "Answered. Nothing more, nothing less.",
        ],
        Theme::SupportGood => &[
            "Marta picked up on the second ring and just fixed it. Wow.",
            "free number now, finally! and a human",
            "she told me exactly what happens next and then it happened",
            "best chat ive had with any shop, and i buy a lot of stuff lol",
            "He could not solve it himself but walked me over to the person who could.",
            "solved in 2 min, and she asked about my daughters allergy without me saying it again",
        ],
        Theme::HouseBad => &[
            "Stood at the counter for six minutes while two of them chatted.",
            "sticky table, cold coffee, shrug",
            "half the flavours on the board were 'out today'",
            "Asked for the highchair three times.",
        ],
        Theme::HouseFair => &[
            "it was ok. like the photo",
            "Normal waffle, normal price.",
            "bit loud but fine",
            "good, not sure id cross town for it",
        ],
        Theme::HouseGood => &[
            "They brought my boy a tiny waffle with a candle. I nearly cried.",
            "warm, huge, and the girl remembered my name",
            "oh my god the pistachio",
            "Free refill because the rain was that bad. Little things.",
            "we came for one and stayed for three hours",
            "Swapped my wrong choice without a word. Class.",
            "staff clearly like working here, you can taste it",
            "10/10 would burn my tongue again",
        ],
        Theme::SiteBad => &[
            "basket emptied itself when i went back",
            "cant find the allergens anywhere on your page",
            "The menu is a PDF. On a phone. In 2 columns.",
            "postcode field says my street does not exist. i live there",
        ],
        Theme::ReviewBad => &[
            "Used to be our Sunday treat. Since the delivery changed it arrives cold and late. Such a shame.",
            "Beautiful shop, hopeless phone line. Do not try to change an order.",
            "Waited an hour, got an apology voucher that expired yesterday. Hilarious.",
        ],
        Theme::ReviewGood => &[
            "Best waffles in town, and I have tried them all for science.",
            "Our guide sent us here and now we send everybody. Kind people, enormous portions.",
            "Allergic son, nervous mum, zero problems. They even showed me the packet.",
            "Had an issue with an order, they called ME, sorted it and threw in a dessert. Respect.",
            "Good waffles, fair price, small place so book.",
            "Came for the wifi, stayed for the cinnamon.",
        ],
        Theme::Complaint => &[
            "I want my money back, not another voucher.",
            "This is the second birthday you have ruined with a late delivery. I would like a call from somebody who can decide.",
            "Your rider left the bag on the street. On. The. Street.",
            "charged twice, told to wait 10 days. no.",
        ],
        Theme::Recovered => &[
            "Thanks for calling, that was decent of you. We'll try again.",
            "Refund is there and the new box came early. All good now.",
            "ok you fixed it. points for honesty",
        ],
        Theme::Recommend => &["already told half the office", "you are my answer to 'where shall we meet'"],
        Theme::Doubt => &["if deliveries get back to normal, yes", "hm. maybe the shop, not the app"],
        Theme::Social => &[
            "brb marrying the caramel one",
            "rainy day + waffle house = fixed",
            "shoutout to the team who stayed open 10 min longer for my mum",
        ],
        Theme::SocialBad => &["ordered a waffle, received a cold plate of disappointment. 75 minutes. photo attached"],
        Theme::MoneyBad => &[
            "Invoice has the wrong company name for the third month.",
            "why is there a 'service fee' nobody mentioned",
        ],
        Theme::MoneyGood => &["refund came the same day, didnt expect that"],
        Theme::EventBad => &["We asked for a quote for 60 guests a week ago. Silence."],
        Theme::EventGood => {
            &["She had three options ready for our budget. Impressed.", "clear offer, quick, and no pressure"]
        }
    }
}

fn spanish(theme: Theme) -> &'static [&'static str] {
    match theme {
        Theme::Late => &[
            "una hora tarde y frío. que pena",
            "Pone 'en 5 minutos' desde hace media hora...",
            "Llegó a las mil. Los gofres como una piedra.",
            "el repartidor nuevo no encontraba la calle y encima se enfadó él",
            "Con los de antes esto no pasaba.",
            "Cumpleaños de mi madre, gofres a los postres… del día siguiente, casi.",
            "muy tarde",
            "Si no podéis llegar a las ocho no prometáis las ocho.",
            "helado hecho sopa, gracias eh",
        ],
        Theme::OnTime => &[
            "Puntuales y calentito todo, así sí",
            "bien, como siempre",
            "ha llegado antes de la hora!! y el chico majísimo",
            "Correcto.",
            "todo perfecto, gracias por la notita en la caja :)",
        ],
        Theme::WrongOrder => &["Faltaban las fresas y el batido. El ticket decía que sí.", "esto no es lo q pedi"],
        Theme::SupportBad => &[
            "15 minutos con musiquita y luego se corta, y pagando",
            "me pasaron con tres personas y ninguna sabia nada",
            "Muy amable, pero no me resolvió nada.",
            "Un 902 en pleno siglo XXI, de verdad?",
            "le estaba contando el problema y me ofrece una promoción",
            "Nadie contesta los sábados. Ni los domingos. Ni el lunes.",
            "me tratan como si molestara",
        ],
        Theme::SupportFair => &["bueno, al final se arregló", "normal", "Tardaron un poco pero me atendieron bien"],
        Theme::SupportGood => &[
            "Qué gusto llamar y que te conteste una persona a la primera",
            "me lo explicó todo con una paciencia de santo",
            "rapidisimo por el chat, 10",
            "Tenía el pedido delante y ya sabía lo que había pasado. Chapó.",
            "me llamaron ellos para ver si habia llegado bien, eso no lo hace nadie",
            "Me dio dos opciones y elegí yo. Así da gusto.",
        ],
        Theme::HouseBad => &[
            "Quince minutos de pie y nadie nos mira",
            "la camarera nos tiró la carta encima de la mesa",
            "no habia ni la mitad de los sabores",
        ],
        Theme::HouseFair => &["está bien", "Rico pero un poco caro para lo que es", "lo esperado, ni mas ni menos"],
        Theme::HouseGood => &[
            "Los mejores gofres que he probado, y soy belga por parte de abuela",
            "nos invitaron al café por la espera, un detallazo",
            "super majos con los niños, les dejaron hacer su propio gofre",
            "Me acordaba de este sitio y sigue igual de bueno",
            "volveremos seguro!!",
            "qué cosa más rica por favor",
            "El chico de la barra se acordaba de que soy celíaca. Un diez.",
        ],
        Theme::SiteBad => &[
            "la web no me deja pagar con bizum y tampoco dice por que",
            "no encuentro el horario por ningún lado",
            "se cuelga al elegir la hora de entrega",
        ],
        Theme::ReviewBad => &[
            "Una pena: el local es una maravilla, pero pedir a domicilio se ha vuelto una lotería.",
            "Esperamos 70 minutos, llegó frío y nadie dio la cara. No repetimos.",
            "Llamé para quejarme y pagué la llamada. Surrealista.",
        ],
        Theme::ReviewGood => &[
            "Sitio pequeñito con un equipo encantador. El de dulce de leche es de otro planeta.",
            "Fuimos por una reseña y se quedó corta. Raciones enormes y trato de diez.",
            "Tuvimos un problema y lo arreglaron en el momento, con una sonrisa y un postre. Así se hace.",
            "Buen precio, buen gofre, buena gente.",
            "Mi hija quiere celebrar aquí todos sus cumpleaños hasta los treinta.",
        ],
        Theme::Complaint => &[
            "Quiero hablar con un responsable, no con otro formulario.",
            "Me habéis cobrado dos veces y nadie me devuelve la llamada.",
            "Segunda vez que llega tarde y frío. Exijo la devolución.",
        ],
        Theme::Recovered => &[
            "Gracias por llamar, se agradece que alguien pida perdón de verdad.",
            "todo solucionado y además me regalaron el postre",
        ],
        Theme::Recommend => &["a todo el que me pregunta", "ya he llevado a media familia"],
        Theme::Doubt => &["antes sí, ahora depende del reparto"],
        Theme::Social => &["domingo de gofre y peli, plan perfecto", "alguien más adicto al de pistacho?? pido ayuda"],
        Theme::SocialBad => &["hora y cuarto para dos gofres fríos. ole @lagofrera, ole"],
        Theme::MoneyBad => &["la factura viene sin el NIF, otra vez"],
        Theme::MoneyGood => &["me devolvieron el dinero en el acto, muy bien"],
        Theme::EventBad => &["pedí presupuesto para una comunión y todavía estoy esperando"],
        Theme::EventGood => &["Presupuesto clarísimo y encima nos dieron a probar tres masas"],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const THEMES: [Theme; 22] = [
        Theme::Late,
        Theme::OnTime,
        Theme::WrongOrder,
        Theme::SupportBad,
        Theme::SupportFair,
        Theme::SupportGood,
        Theme::HouseBad,
        Theme::HouseFair,
        Theme::HouseGood,
        Theme::SiteBad,
        Theme::ReviewBad,
        Theme::ReviewGood,
        Theme::Complaint,
        Theme::Recovered,
        Theme::Recommend,
        Theme::Doubt,
        Theme::Social,
        Theme::SocialBad,
        Theme::MoneyBad,
        Theme::MoneyGood,
        Theme::EventBad,
        Theme::EventGood,
    ];

    #[test]
    fn no_two_sentences_are_the_same() {
        let all: Vec<_> = THEMES.iter().flat_map(|theme| [english(*theme), spanish(*theme)].concat()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(all.len() > 130, "{}", all.len());
    }

    #[test]
    fn each_sentence_is_said_once() {
        let mut words = Words::default();
        let said = std::iter::from_fn(|| words.say(Theme::Complaint, Language::English)).count();
        assert_eq!(said, 4);
        assert!(words.say(Theme::Complaint, Language::Spanish).is_some());
    }
}
