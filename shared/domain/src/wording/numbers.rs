//! Numbers as a language writes them. Rounds nothing but the bounds of a range.

use crate::vocabulary::Language;

/// No line may break between a number and its sign.
const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

impl Language {
    fn decimal_mark(self) -> char {
        match self {
            Self::English => '.',
            Self::Spanish => ',',
        }
    }

    /// Writes a count: `12,345` in English, `12.345` in Spanish (four digits stay together: `1234`).
    pub fn count(self, count: u64) -> String {
        let digits = count.to_string();
        let (mark, from) = match self {
            Self::English => (',', 4),
            Self::Spanish => ('.', 5),
        };
        if digits.len() < from {
            return digits;
        }
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// Writes a number of tenths with one decimal: 95 → `9.5` or `9,5`.
    pub fn tenths(self, tenths: i64) -> String {
        let sign = if tenths < 0 { MINUS.to_string() } else { String::new() };
        let tenths = tenths.unsigned_abs();
        format!("{sign}{}{}{}", self.count(tenths / 10), self.decimal_mark(), tenths % 10)
    }

    /// Writes tenths with their sign: `+9.5`, `−9.5`, `0.0`.
    pub fn signed_tenths(self, tenths: i64) -> String {
        if tenths > 0 { format!("+{}", self.tenths(tenths)) } else { self.tenths(tenths) }
    }

    /// Writes tenths of a percent: 220 → `22.0%` in English, `22,0 %` in Spanish.
    pub fn percent(self, tenths: i64) -> String {
        match self {
            Self::English => format!("{}%", self.tenths(tenths)),
            Self::Spanish => format!("{}{NO_BREAK_SPACE}%", self.tenths(tenths)),
        }
    }

    /// Writes a whole percentage, as on a scale: `25%`, `25 %`.
    pub fn whole_percent(self, percent: u64) -> String {
        match self {
            Self::English => format!("{}%", self.count(percent)),
            Self::Spanish => format!("{}{NO_BREAK_SPACE}%", self.count(percent)),
        }
    }

    /// Writes the range between two shares, 0 to 1: `12.5–34.1%`.
    pub fn percent_range(self, low: f64, high: f64) -> String {
        let tenths = |share: f64| (1000.0 * share).round() as i64;
        format!("{}–{}", self.tenths(tenths(low)), self.percent(tenths(high)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        assert_eq!(Language::English.percent(220), "22.0%");
        assert_eq!(Language::Spanish.percent(220), "22,0\u{a0}%");
        assert_eq!(Language::English.percent_range(0.125, 0.3413), "12.5–34.1%");
        assert_eq!(Language::Spanish.percent_range(0.125, 0.3413), "12,5–34,1\u{a0}%");
        assert_eq!([999, 1234, 1_234_567].map(|n| Language::English.count(n)), ["999", "1,234", "1,234,567"]);
        assert_eq!([999, 1234, 12345].map(|n| Language::Spanish.count(n)), ["999", "1234", "12.345"]);
        assert_eq!([95, -95, 0].map(|n| Language::Spanish.signed_tenths(n)), ["+9,5", "−9,5", "0,0"]);
    }
}
