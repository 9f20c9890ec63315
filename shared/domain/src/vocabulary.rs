//! The closed sets of words of the domain: one word per idea, the same in code, JSON, keys and reports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use words::Language;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order reports print them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word used in JSON, keys, logs and reports.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word; `None` for any other text.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// Where in the journey a moment lies.
    Stage {
        /// The customer researches before deciding (Lecinski 2011, ZMOT).
        Zero = "zero",
        /// Customer and product or service meet; first contact with service (P&G, FMOT; Normann 1984).
        First = "first",
        /// Acquisition and use: the promise is kept or not (P&G, SMOT).
        Second = "second",
        /// The customer shares an opinion, which becomes someone else's zero moment (Solis, UMOT).
        Ultimate = "ultimate",
    }
}

words! {
    /// How a moment ended for the customer (after Hyken's magic and misery). Ordered from worst to best;
    /// `unknown` is last and is never counted as average.
    Outcome {
        /// Expectation not met.
        Misery = "misery",
        /// Expectation met.
        Average = "average",
        /// Expectation exceeded.
        Magic = "magic",
        /// Nothing says.
        Unknown = "unknown",
    }
}

impl Outcome {
    /// Tells whether anything said how the moment ended.
    pub fn is_known(self) -> bool {
        self != Self::Unknown
    }

    /// Returns the value on the scale −1, 0, 1 used by balances and the peak–end score; `None` if unknown.
    pub fn value(self) -> Option<i8> {
        match self {
            Self::Misery => Some(-1),
            Self::Average => Some(0),
            Self::Magic => Some(1),
            Self::Unknown => None,
        }
    }
}

words! {
    /// The rule that decided an outcome, in order of precedence.
    Method {
        /// A person said so who knew better than the rules.
        Correction = "correction",
        /// The sender said so, with a secret key.
        Explicit = "explicit",
        /// A rating of this moment.
        Rating = "rating",
        /// Perception against expectation.
        Gap = "gap",
        /// Times, resolution, abandonment.
        Operational = "operational",
        /// The customer's words, read by a calibrated model.
        Text = "text",
    }
}

words! {
    /// Why people say that a touchpoint counts in nobody's journey.
    Aside {
        /// Nobody's experience: an advertisement, a test, a robot.
        Spam = "spam",
        /// The same as another touchpoint, which counts.
        Duplicate = "duplicate",
        /// Somebody else's, who is not known: it counts, and by itself.
        OtherCustomer = "other_customer",
    }
}

words! {
    /// A reason for calling a miserable moment critical.
    Clause {
        /// The first contact with service on record.
        FirstContact = "first_contact",
        /// The first exchange of a purchase cycle that could be judged.
        FirstExchange = "first_exchange",
        /// A promised facet or a promised time was clearly missed.
        BrokenPromise = "broken_promise",
        /// The touchpoint matters: importance 4 or 5 of 5.
        Importance = "importance",
        /// Not the first failure this customer met lately.
        Repeat = "repeat",
        /// Others could watch.
        Public = "public",
    }
}

words! {
    /// Why the alert function looks at a moment.
    Attention {
        /// A critical moment: somebody should win the customer back.
        Critical = "critical",
        /// A judged moment of a customer who met a misery before: it may confirm or undo a recovery.
        AfterMisery = "after_misery",
        /// A promised time had passed without a report, and now it is known that the promise was kept, or that another time had been
        /// promised by then; or somebody corrected a bad outcome: a case of it may be closed.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Who could watch the interaction.
    Audience {
        /// Anybody, as with a review or a social post.
        Public = "public",
        /// Only the customer and the business.
        Private = "private",
    }
}

words! {
    /// Who observed the interaction. Staff's observations are never mixed into customers' rates.
    Observer {
        /// The customer's own word or behaviour.
        Customer = "customer",
        /// A member of staff.
        Staff = "staff",
    }
}

words! {
    /// What shows that a touchpoint belongs to the customer whom it names.
    Proof {
        /// It came with a secret key: the business itself says so.
        Secret = "secret",
        /// It came with an identity token that the business made for this customer.
        Token = "token",
        /// Nothing: anybody can read a publishable key and write any customer's id beside it.
        Claim = "claim",
        /// Nothing is to be proved: it came with a publishable key and names no customer.
        Visitor = "visitor",
    }
}

words! {
    /// When the customer was asked how much a touchpoint matters. Only `before` counts as stated importance.
    Asked {
        /// Before being asked for an opinion.
        Before = "before",
        /// After giving an opinion, which colours the answer.
        After = "after",
    }
}

words! {
    /// The simplest rating a form can ask for.
    Verdict {
        /// Better than expected.
        Good = "good",
        /// As expected.
        Okay = "okay",
        /// Worse than expected.
        Bad = "bad",
    }
}

words! {
    /// A side of the contact that a customer may rate from 1 to 5.
    Dimension {
        /// The customer felt listened to.
        Listened = "listened",
        /// The customer was given options.
        Options = "options",
        /// The customer was accompanied to the solution.
        Accompanied = "accompanied",
        /// The customer met empathy.
        Empathy = "empathy",
        /// The customer was told what happens and why.
        Transparency = "transparency",
        /// What was said was clear, and came in time.
        Communication = "communication",
    }
}
