//! Shapes of phone numbers: the first digits and the groups of numbering plans. The national ones are those of NANPA (United
//! States), CNMC (Spain), ANACOM (Portugal), Anatel (Brazil), Ofcom (United Kingdom), and a few of their neighbours. Sees no words.

/// Digits of a phone number (E.164), without what stands for its `+`.
pub(crate) const DIGITS_MIN: usize = 7;
pub(crate) const DIGITS_MAX: usize = 15;

/// A number as it is written.
pub(crate) struct Number<'a> {
    pub(crate) digits: &'a [u8],
    pub(crate) lengths: &'a [usize],
    pub(crate) opened: bool,
    pub(crate) dotted: bool,
    /// Whether other groups of digits are beside it.
    pub(crate) has_neighbours: bool,
}

impl Number<'_> {
    /// Tells whether it is one with its `+`.
    pub(crate) fn is_e164(&self) -> bool {
        self.digits[0] != 0 && (8..=DIGITS_MAX).contains(&self.digits.len())
    }

    /// Tells whether its shape is that of a phone, whatever the words around it are.
    pub(crate) fn is_shaped(&self) -> bool {
        self.is_international() || self.is_national() || self.is_opened()
    }

    /// Tells whether it could be a phone where the words say that it is.
    pub(crate) fn could_be(&self) -> bool {
        // `54 9 11 5555 0134`
        let singles = self.lengths.iter().skip(1).filter(|length| **length < 2).count();
        let is_grouped = singles == 0 || (singles == 1 && self.digits.len() >= 10);
        // `1 250 000` is an amount.
        let is_thousands = matches!(self.lengths, [1, 3, 3]);
        is_grouped && !is_thousands && self.digits.iter().any(|digit| *digit != 0) && self.digits.len() <= DIGITS_MAX
    }

    /// Tells whether its area is in brackets: `(11) 91234-5678`, `(415) 555-0132`, `(01632) 960001`.
    fn is_opened(&self) -> bool {
        self.opened
            && self.lengths.len() > 1
            && (2..=5).contains(&self.lengths[0])
            && (9..=12).contains(&self.digits.len())
    }

    /// Tells whether it begins like an international number that is written without `+`.
    fn is_international(&self) -> bool {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        let rest = &self.digits[zeros..];
        let begins = |code: &[u8]| rest.starts_with(code);
        match zeros {
            // `00` and a country that writes to us; any other if its groups show it.
            2 => {
                let known: [&[u8]; 9] =
                    [&[1], &[3], &[4], &[5], &[2, 1, 2], &[2, 3, 8], &[2, 4, 4], &[2, 5, 8], &[2, 4, 5]];
                let is_known = known.iter().any(|code| begins(code));
                is_known && (10..=13).contains(&rest.len())
            }
            // The way out of North America.
            1 if begins(&[1, 1]) => {
                self.lengths.len() > 2 && self.lengths[0] == 3 && (10..=12).contains(&(rest.len() - 2))
            }
            0 => match rest.len() {
                11 => {
                    begins(&[3, 4, 6])
                        || begins(&[3, 4, 7])
                        || begins(&[3, 4, 9])
                        || (begins(&[1]) && is_american(&rest[1..]))
                }
                12 => {
                    begins(&[3, 5, 1, 9])
                        || begins(&[4, 4, 7])
                        || (matches!(self.lengths, [2, 2, 4, 4]) && begins(&[5, 5]))
                }
                13 => begins(&[5, 5]) && is_brazilian_mobile(&rest[2..]),
                _ => false,
            },
            _ => false,
        }
    }

    /// Tells whether its groups and first digits are those of a national numbering plan.
    fn is_national(&self) -> bool {
        let (digits, first, second) = (self.digits, self.digits[0], self.digits[1]);
        let is_trunk = first == 0 && second != 0;
        match self.lengths {
            [9] => matches!(first, 6 | 7 | 9),
            // North America; mobiles of France and Australia.
            [10] => is_american(digits) || (first == 0 && matches!(second, 4 | 6 | 7)),
            // Brazil, the United Kingdom.
            [11] => is_brazilian_mobile(digits) || (first == 0 && matches!(second, 1 | 2 | 3 | 7 | 8)),
            // Spain, Portugal, and Lisbon and Porto.
            [3, 3, 3] => (first >= 6 || (first == 2 && matches!(second, 1 | 2))) && !self.dotted,
            [3, 2, 2, 2] => first >= 6,
            [2, 3, 2, 2] | [2, 3, 4] => matches!(first, 2 | 8 | 9),
            [3, 6] => first >= 6 && !self.dotted,
            [2, 7] => first == 9 && !self.dotted,
            // North America, Colombia; Ireland and others with a 0.
            [3, 3, 4] => is_american(digits) || (first == 3 && digits[3] != 0) || is_trunk,
            [3, 7] => is_american(digits) && !self.dotted,
            [1, 3, 3, 4] => first == 1 && is_american(&digits[1..]),
            [2, 3, 3, 4] => first == 0 && second == 1,
            // Brazil, Mexico, Argentina, Chile.
            [2, 5, 4] | [2, 1, 4, 4] => is_brazilian_mobile(digits),
            [2, 9] => is_brazilian_mobile(digits) && !self.dotted,
            [3, 5, 4] | [1, 2, 5, 4] => first == 0 && is_brazilian_mobile(&digits[1..]),
            [2, 4, 4] => second != 0 && first != 0 && digits[2] >= 2,
            [2, 2, 5, 4] => digits.starts_with(&[5, 5]) && is_brazilian_mobile(&digits[2..]),
            [5, 4] | [1, 4, 4] => first == 9,
            // Argentina, where 15 stands before a mobile.
            [4, 3, 6] | [4, 2, 7] => is_trunk && digits[4..6] == [1, 5],
            // France, unless the pairs go on: then they are something else.
            [2, 2, 2, 2, 2] => is_trunk && !self.has_neighbours,
            [3, 4, 4] | [4, 3, 4] | [4, 4, 3] | [4, 3, 3] | [5, 3, 3] | [5, 6] | [4, 7] | [4, 6] | [3, 3, 2, 2] => {
                is_trunk && !(self.dotted && self.lengths.len() == 2)
            }
            _ => false,
        }
    }

    /// Tells whether its first groups could be a day and a year: `28 2026 1230` behind `Nov`.
    pub(crate) fn is_day_and_year(&self) -> bool {
        let [day, 4, ..] = *self.lengths else { return false };
        day <= 2 && matches!(self.digits[day..], [1, 9, ..] | [2, 0, ..])
    }

    /// Tells whether three groups in a row are a date.
    pub(crate) fn holds_date(&self) -> bool {
        let mut begins = 0;
        let values: Vec<(usize, u32)> = (self.lengths.iter())
            .map(|length| {
                let group = &self.digits[begins..begins + length];
                begins += length;
                (*length, group.iter().take(8).fold(0, |number, digit| number * 10 + u32::from(*digit)))
            })
            .collect();
        let is_year = |(length, value): (usize, u32)| length == 4 && (1900..2100).contains(&value);
        let is_part = |(length, value): (usize, u32), max| length <= 2 && (1..=max).contains(&value);
        let triples = values.windows(3).any(|of| {
            (is_year(of[0]) && is_part(of[1], 12) && is_part(of[2], 31))
                || (is_year(of[2]) && is_part(of[0], 31) && is_part(of[1], 31))
        });
        // `20261128`, and `2026-2027`.
        let eight = matches!(values[..], [(8, value)] if (1900..2100).contains(&(value / 10_000)) && (1..=12).contains(&(value / 100 % 100)) && (1..=31).contains(&(value % 100)));
        triples || eight || matches!(values[..], [from, to] if is_year(from) && is_year(to))
    }
}

/// Tells whether ten digits are a number of North America: neither area nor exchange begins with 0 or 1.
fn is_american(digits: &[u8]) -> bool {
    digits.len() == 10 && digits[0] >= 2 && digits[3] >= 2
}

/// Tells whether eleven digits are a mobile of Brazil: an area without 0, and a 9.
fn is_brazilian_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits[0] != 0 && digits[1] != 0 && digits[2] == 9
}
