//! One entry a customer: what makes "one per customer, the worst" exact over any period, in nine bytes each.
//! Knows no customer, only hashes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use domain::identity::Identity;
use domain::vocabulary::Outcome;

/// Most customers that one rate of one day keeps. Beyond it the rate rests on a sample of the customers, see
/// [`Customers`]. 18 KB packed, 24 KB in base64.
pub const CUSTOMERS_OF_A_DAY_MAX: usize = 2_048;

/// Most customers that one rate of a whole period keeps in memory (1 MB).
pub const CUSTOMERS_OF_A_PERIOD_MAX: usize = 65_536;

/// Bytes of one packed customer: the hash and the outcomes met.
const ENTRY_BYTES: usize = 9;

/// The customers behind a rate and the outcomes each of them met, by a 64-bit hash of the customer.
///
/// A set union: adding twice changes nothing, order does not matter, and the union of days is the set of the period.
/// Where a set outgrows its limit it keeps the customers of the lowest hashes (bottom-k sampling, Cohen & Kaplan
/// 2007). A hash is the same on every day, so the customers kept are a simple random sample whose whole history is
/// known, and "one per customer" stays exact within it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Customers {
    /// Sorted by hash and without repetition, except while a summary is being built.
    entries: Vec<(u64, Met)>,
    /// Customers with this hash or a higher one were left out; `None` if nobody was.
    below: Option<u64>,
}

/// The outcomes a customer met, as a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Met(u8);

impl Met {
    /// From the worst to nothing known.
    const BITS: [(Outcome, u8); 4] =
        [(Outcome::Misery, 1), (Outcome::Average, 2), (Outcome::Magic, 4), (Outcome::Unknown, 8)];

    fn of(outcome: Outcome) -> Self {
        Self(match outcome {
            Outcome::Misery => 1,
            Outcome::Average => 2,
            Outcome::Magic => 4,
            Outcome::Unknown => 8,
        })
    }

    /// Tells whether the customer met this outcome.
    pub(crate) fn holds(self, outcome: Outcome) -> bool {
        self.0 & Self::of(outcome).0 != 0
    }

    /// Adds what was met elsewhere.
    pub(crate) fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) fn worst(self) -> Outcome {
        Self::BITS.iter().find(|(_, bit)| self.0 & bit != 0).map_or(Outcome::Unknown, |(outcome, _)| *outcome)
    }
}

/// Hashes a customer for [`Customers`]: the first 64 bits of SHA-256, so that the same customer has the same hash in
/// every summary ever stored. Two of a million customers share one with a chance below 1 in 30 million.
pub(crate) fn hash(customer: &Identity) -> u64 {
    hashed(customer, None)
}

/// Hashes one of a customer's things, such as a promise, to count it as [`Customers`] counts a customer.
pub(crate) fn hash_with(customer: &Identity, thing: &str) -> u64 {
    hashed(customer, Some(thing))
}

fn hashed(customer: &Identity, thing: Option<&str>) -> u64 {
    let mut hasher = Sha256::new();
    let (kind, id) = match customer {
        Identity::Customer(id) => ("id:", id),
        Identity::Anonymous(id) => ("anon:", id),
    };
    hasher.update(kind);
    hasher.update(id);
    if let Some(thing) = thing {
        hasher.update([0]);
        hasher.update(thing);
    }
    let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(hasher.finalize());
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// How many customers had which worst outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Worst {
    pub(crate) misery: u64,
    pub(crate) average: u64,
    pub(crate) magic: u64,
    pub(crate) unknown: u64,
}

impl Worst {
    pub(crate) fn total(self) -> u64 {
        self.judged() + self.unknown
    }

    pub(crate) fn judged(self) -> u64 {
        self.misery + self.average + self.magic
    }
}

/// Customers counted: what rates rest on once nobody has to be told apart any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counted {
    pub(crate) worst: Worst,
    /// How many there were: exact, or from the sample.
    pub(crate) population: u64,
    /// Share of all customers that the counts rest on; `None` if everybody is there.
    pub(crate) sampled: Option<f64>,
}

impl Customers {
    /// Adds an outcome of a customer; the set is settled by the time it has twice its limit.
    pub(crate) fn add(&mut self, hash: u64, outcome: Outcome) {
        if self.below.is_some_and(|below| hash >= below) {
            return;
        }
        self.entries.push((hash, Met::of(outcome)));
        if self.entries.len() >= 2 * CUSTOMERS_OF_A_DAY_MAX {
            self.settle(CUSTOMERS_OF_A_DAY_MAX);
        }
    }

    /// Adds every customer of another set; [`Customers::settle`] has to follow.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.below = [self.below, other.below].into_iter().flatten().min();
        self.entries.extend_from_slice(&other.entries);
    }

    /// Sorts, joins what belongs to one customer, and keeps the lowest `max` hashes.
    pub(crate) fn settle(&mut self, max: usize) {
        self.entries.sort_unstable();
        self.entries.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1.0 |= next.1.0;
            }
            same
        });
        if let Some(below) = self.below {
            self.entries.truncate(self.entries.partition_point(|(hash, _)| *hash < below));
        }
        if let Some((first_left_out, _)) = self.entries.get(max) {
            self.below = Some(*first_left_out);
            self.entries.truncate(max);
        }
    }

    /// Counts customers by the worst outcome each met.
    pub(crate) fn worst(&self) -> Worst {
        let mut worst = Worst::default();
        for (_, met) in &self.entries {
            *match met.worst() {
                Outcome::Misery => &mut worst.misery,
                Outcome::Average => &mut worst.average,
                Outcome::Magic => &mut worst.magic,
                Outcome::Unknown => &mut worst.unknown,
            } += 1;
        }
        worst
    }

    /// Lists the customers kept by their hash, with what each met.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, Met)> {
        self.entries.iter().copied()
    }

    /// Returns the hash from which on customers were left out, if any were.
    pub(crate) fn below(&self) -> Option<u64> {
        self.below
    }

    /// Takes those out that something holds for, and counts them.
    pub(crate) fn take_out(&mut self, holds: impl Fn(Met) -> bool) -> u64 {
        let before = self.entries.len();
        self.entries.retain(|(_, met)| !holds(*met));
        (before - self.entries.len()) as u64
    }

    /// Counts, and forgets who.
    pub(crate) fn counted(&self) -> Counted {
        Counted { worst: self.worst(), population: self.population(), sampled: self.sampled() }
    }

    /// Returns the number of customers kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the share of all customers that the sample holds, 0 to 1; `None` if everybody is there.
    pub fn sampled(&self) -> Option<f64> {
        self.below.map(|below| below as f64 / 2_f64.powi(64))
    }

    /// Returns the number of customers there were: exact, or from the sample.
    pub(crate) fn population(&self) -> u64 {
        match self.sampled() {
            Some(share) if share > 0.0 => (self.entries.len() as f64 / share).round() as u64,
            _ => self.entries.len() as u64,
        }
    }

    fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.entries.len() * ENTRY_BYTES);
        bytes.extend_from_slice(&self.below.unwrap_or(u64::MAX).to_be_bytes());
        for (hash, met) in &self.entries {
            bytes.extend_from_slice(&hash.to_be_bytes());
            bytes.push(met.0);
        }
        bytes
    }

    fn unpacked(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<8>()?;
        let (packed, []) = rest.as_chunks::<ENTRY_BYTES>() else { return None };
        let below = Some(u64::from_be_bytes(*head)).filter(|below| *below != u64::MAX);
        let entries: Vec<_> = packed
            .iter()
            .map(|[a, b, c, d, e, f, g, h, met]| (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), Met(*met)))
            .collect();
        let in_order = entries.is_sorted_by(|one, next| one.0 < next.0);
        let within = below.is_none_or(|below| entries.iter().all(|(hash, _)| *hash < below));
        let known = entries.iter().all(|(_, met)| (1..16).contains(&met.0));
        (in_order && within && known).then_some(Self { entries, below })
    }
}

/// Packed: 8 bytes of limit, then 9 bytes a customer (hash, outcomes met), as base64 text of 12 characters a customer
/// where the format is text, as bytes where it is not.
impl Serialize for Customers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&STANDARD_NO_PAD.encode(self.packed()))
        } else {
            serializer.serialize_bytes(&self.packed())
        }
    }
}

impl<'de> Deserialize<'de> for Customers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Packed;
        impl de::Visitor<'_> for Packed {
            type Value = Customers;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("packed customers")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Customers, E> {
                Customers::unpacked(bytes).ok_or_else(|| E::custom("packed customers are damaged"))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Customers, E> {
                self.visit_bytes(&STANDARD_NO_PAD.decode(text).map_err(E::custom)?)
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Packed)
        } else {
            deserializer.deserialize_bytes(Packed)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(met: &[(u64, Outcome)]) -> Customers {
        let mut customers = Customers::default();
        for (hash, outcome) in met {
            customers.add(*hash, *outcome);
        }
        customers.settle(CUSTOMERS_OF_A_DAY_MAX);
        customers
    }

    #[test]
    fn a_customer_counts_once_with_the_worst() {
        let customers = of(&[
            (1, Outcome::Magic),
            (1, Outcome::Misery),
            (1, Outcome::Misery),
            (2, Outcome::Unknown),
            (2, Outcome::Magic),
            (3, Outcome::Unknown),
        ]);
        assert_eq!(customers.worst(), Worst { misery: 1, average: 0, magic: 1, unknown: 1 });
    }

    #[test]
    fn the_limit_is_reached_without_loss_and_passed_by_sampling() {
        let spread = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let full = |n: usize| of(&(1..=n as u64).map(|n| (spread(n), Outcome::Average)).collect::<Vec<_>>());
        let at = full(CUSTOMERS_OF_A_DAY_MAX);
        assert_eq!((at.len(), at.sampled(), at.population()), (2_048, None, 2_048));
        let beyond = full(CUSTOMERS_OF_A_DAY_MAX + 1);
        assert_eq!(beyond.len(), 2_048);
        assert!(beyond.sampled().is_some());
        let far = full(100_000);
        assert_eq!(far.len(), 2_048);
        assert!((95_000..105_000).contains(&far.population()), "{}", far.population());
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let packed = of(&[(1, Outcome::Magic), (2, Outcome::Misery)]).packed();
        assert!(Customers::unpacked(&packed).is_some());
        assert_eq!(Customers::unpacked(&packed[1..]), None);
        assert_eq!(Customers::unpacked(&[]), None);
        let mut swapped = packed.clone();
        swapped[8 + 7] = 3;
        assert_eq!(Customers::unpacked(&swapped), None);
        let mut nothing_met = packed;
        nothing_met[8 + 8] = 0;
        assert_eq!(Customers::unpacked(&nothing_met), None);
    }

    #[test]
    fn identities_of_different_kinds_have_different_hashes() {
        assert_ne!(hash(&Identity::Customer("7".into())), hash(&Identity::Anonymous("7".into())));
    }

    proptest! {
        #[test]
        fn a_sample_does_not_depend_on_order_or_grouping(
            hashes in prop::collection::vec((any::<u64>(), prop::sample::select(Outcome::ALL)), 0..200),
            cut in 0usize..200,
            max in 1usize..60,
        ) {
            let settled = |met: &[(u64, Outcome)]| {
                let mut customers = Customers::default();
                for (hash, outcome) in met {
                    // Few distinct customers, so that they come again.
                    customers.add(hash % 97 * (u64::MAX / 97), *outcome);
                }
                customers.settle(max);
                customers
            };
            let whole = settled(&hashes);
            let (one, two) = hashes.split_at(cut.min(hashes.len()));
            let mut union = settled(two);
            union.extend(&settled(one));
            union.settle(max);
            prop_assert_eq!(&union, &whole);
            prop_assert_eq!(serde_json::from_str::<Customers>(&serde_json::to_string(&whole).unwrap()).unwrap(), whole);
        }
    }
}
