//! Notes on the data as sentences without their full stop.

use super::super::notes::Note;
use super::list;
use crate::statistics::Proportion;
use crate::statistics::numbers::tenths_of_percent;
use domain::period::short_day;
use domain::vocabulary::Language;

/// Most days named one by one.
const DAYS_NAMED_MAX: usize = 7;

/// Words a note. The name of a source is a sender's own: escape the text like any other.
pub fn note(note: &Note, language: Language) -> String {
    let english = language == Language::English;
    let count = |count: u64| language.count(count);
    match note {
        Note::StillOpen { days: 1, .. } if english => "The day is not over; the numbers will change".to_owned(),
        Note::StillOpen { days: 1, .. } => "El día no ha terminado; los números cambiarán".to_owned(),
        Note::StillOpen { begun, days } if english => {
            format!("The period is still open: day {begun} of {days}; the numbers will change")
        }
        Note::StillOpen { begun, days } => {
            format!("El periodo sigue abierto: día {begun} de {days}; los números cambiarán")
        }
        Note::ChangedSinceSent { sent, late } => {
            let (day, late) = (short_day(*sent, language), *late);
            let moments = super::moments(late, language);
            match (english, late) {
                (true, 0) => format!(
                    "Since this report was sent on {day}, moments in it were judged anew; these are the numbers now"
                ),
                (false, 0) => format!(
                    "Desde que se envió este informe el {day}, se juzgaron de nuevo momentos suyos; estos son los números de ahora"
                ),
                (true, _) => format!(
                    "Since this report was sent on {day}, {moments} came in late; the numbers here include them"
                ),
                (false, _) => format!(
                    "Desde que se envió este informe el {day}, llegaron tarde {moments}; estos números los incluyen"
                ),
            }
        }
        Note::DaysWithoutData { dates } => {
            let days: Vec<_> = dates.iter().take(DAYS_NAMED_MAX).map(|date| short_day(*date, language)).collect();
            match (english, dates.len() > DAYS_NAMED_MAX) {
                (true, false) => format!("No moment at all on {}", list(&days, language)),
                (false, false) => format!("Ningún momento el {}", list(&days, language)),
                (true, true) => format!("{} days without a single moment, the first {}", dates.len(), days[0]),
                (false, true) => format!("{} días sin ningún momento, el primero {}", dates.len(), days[0]),
            }
        }
        Note::NothingBefore if english => "The period before has no moments, so nothing is compared".to_owned(),
        Note::NothingBefore => "El periodo anterior no tiene momentos, así que no se compara nada".to_owned(),
        Note::DaysBeforeWithoutData { days, of } if english => {
            format!("The period before has no moment on {days} of its {of} days; the comparison leans on the others")
        }
        Note::DaysBeforeWithoutData { days, of } => {
            format!(
                "El periodo anterior no tiene ningún momento en {days} de sus {of} días; la comparación se apoya en los demás"
            )
        }
        Note::SilentSource { source, last: None, before, .. } if english => {
            format!("“{source}” has gone silent: it sent nothing; in the period before it sent {}", count(*before))
        }
        Note::SilentSource { source, last: None, before, .. } => {
            format!("«{source}» ha dejado de enviar: no envió nada; en el periodo anterior envió {}", count(*before))
        }
        Note::SilentSource { source, last: Some(last), days, before } if english => {
            let day = short_day(*last, language);
            format!(
                "“{source}” has gone silent: nothing since {day} ({days} {}); on the same days of the period before it \
                 sent {}",
                if *days == 1 { "day" } else { "days" },
                count(*before)
            )
        }
        Note::SilentSource { source, last: Some(last), days, before } => {
            let day = short_day(*last, language);
            format!(
                "«{source}» ha dejado de enviar: nada desde el {day} ({days} {}); en los mismos días del periodo \
                 anterior envió {}",
                if *days == 1 { "día" } else { "días" },
                count(*before)
            )
        }
        Note::Sampled { share } => {
            let per_mille = Proportion::new((share * 10_000.0).round() as u64, 10_000);
            let percent = language.percent(tenths_of_percent(per_mille));
            if english {
                format!("Some rates rest on a random sample of the customers, {percent} of them at least")
            } else {
                format!("Algunas tasas se basan en una muestra aleatoria de clientes, al menos el {percent}")
            }
        }
        Note::RareKindsTogether { moments } if english => {
            format!("The rarest kinds of touchpoint are counted together: {}", super::moments(*moments, language))
        }
        Note::RareKindsTogether { moments } => {
            format!("Los tipos de contacto menos frecuentes se cuentan juntos: {}", super::moments(*moments, language))
        }
    }
}
