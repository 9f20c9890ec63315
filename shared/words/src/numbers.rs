//! Numbers as a language writes them. The marks are messages of the language file. Rounds nothing but what is said.

use crate::Language;

const MINUS: char = '\u{2212}';

impl Language {
    /// Writes a count: `12,345` in English, `12.345` in Spanish (four digits stay together: `1234`).
    #[must_use]
    pub fn count(self, count: u64) -> String {
        self.grouped(&count.to_string())
    }

    /// Groups decimal digits by three; leaves any other text as it is.
    #[must_use]
    pub fn grouped(self, digits: &str) -> String {
        let from = self.number_group_from().parse().unwrap_or(4);
        if digits.len() < from || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return digits.to_owned();
        }
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push_str(self.number_group_mark());
            }
            text.push(digit);
        }
        text
    }

    /// Writes a number of tenths with one decimal: 95 → `9.5` or `9,5`.
    #[must_use]
    pub fn tenths(self, tenths: i64) -> String {
        let sign = if tenths < 0 { MINUS.to_string() } else { String::new() };
        let tenths = tenths.unsigned_abs();
        format!("{sign}{}{}{}", self.count(tenths / 10), self.number_decimal_mark(), tenths % 10)
    }

    /// Writes tenths with their sign: `+9.5`, `−9.5`, `0.0`.
    #[must_use]
    pub fn signed_tenths(self, tenths: i64) -> String {
        if tenths > 0 { format!("+{}", self.tenths(tenths)) } else { self.tenths(tenths) }
    }

    /// Writes a whole percentage: `25%`, `25 %`.
    #[must_use]
    pub fn whole_percent(self, percent: u64) -> String {
        self.percentage(&self.count(percent))
    }

    /// Writes tenths of a percent: 220 → `22.0%` in English, `22,0 %` in Spanish.
    #[must_use]
    pub fn percent(self, tenths: i64) -> String {
        self.percentage(&self.tenths(tenths))
    }

    /// Writes the range between two shares, 0 to 1: `12.5–34.1%`.
    #[must_use]
    pub fn percent_range(self, low: f64, high: f64) -> String {
        let tenths = |share: f64| self.tenths((1000.0 * share).round() as i64);
        self.percentage(&format!("{}–{}", tenths(low), tenths(high)))
    }

    /// Writes a number with at most two decimals: `2.5`, `−0,25`, `100`.
    #[must_use]
    pub fn decimal(self, number: f64) -> String {
        let mut text = format!("{number:.2}");
        if text.contains('.') {
            text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        }
        if text == "-0" {
            text = "0".to_owned();
        }
        text.replacen('-', "−", 1).replacen('.', self.number_decimal_mark(), 1)
    }

    /// Writes a number with its sign, as for a difference: `+0.25`, `−0.5`, `0`.
    #[must_use]
    pub fn signed_decimal(self, number: f64) -> String {
        let text = self.decimal(number);
        if number > 0.0 && text != "0" { format!("+{text}") } else { text }
    }
}

#[cfg(test)]
mod tests {
    use crate::Language::{English, Spanish};

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        assert_eq!([999, 1234, 1_234_567].map(|n| English.count(n)), ["999", "1,234", "1,234,567"]);
        assert_eq!([999, 1234, 12345].map(|n| Spanish.count(n)), ["999", "1234", "12.345"]);
        assert_eq!([95, -95, 0].map(|n| Spanish.signed_tenths(n)), ["+9,5", "−9,5", "0,0"]);
        assert_eq!((English.whole_percent(25), Spanish.whole_percent(1234)), ("25%".into(), "1234\u{a0}%".into()));
        assert_eq!((English.percent(220), Spanish.percent(-5)), ("22.0%".into(), "−0,5\u{a0}%".into()));
    }

    #[test]
    fn a_range_has_one_sign() {
        assert_eq!(English.percent_range(0.125, 0.3413), "12.5–34.1%");
        assert_eq!(Spanish.percent_range(0.125, 0.3413), "12,5–34,1\u{a0}%");
    }

    #[test]
    fn numbers_carry_the_mark_of_their_language_and_a_true_minus() {
        assert_eq!((English.decimal(2.0), Spanish.decimal(2.5)), ("2".into(), "2,5".into()));
        assert_eq!((Spanish.signed_decimal(-0.5), English.signed_decimal(0.125)), ("−0,5".into(), "+0.12".into()));
        assert_eq!((English.signed_decimal(-0.001), English.signed_decimal(0.001)), ("0".into(), "0".into()));
        assert_eq!(English.decimal(100.0), "100");
    }
}
