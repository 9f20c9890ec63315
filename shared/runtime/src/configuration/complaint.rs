//! What is wrong with a document: everything, each with its place. Quotes no value: any of them may be a secret.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where it is, if it is anywhere.
    pub position: Option<Position>,
    /// What is wrong.
    pub why: String,
}

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The part, from 1; none if there is only one.
    pub part: Option<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
}

impl Complaint {
    /// Complains about nothing that has a place.
    pub fn anywhere(why: impl Into<String>) -> Self {
        Self { position: None, why: why.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { part, line, .. }) = self.position {
            if let Some(part) = part {
                write!(f, "part {part}: ")?;
            }
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.why)
    }
}

/// The document cannot be used. Says everything that was found wrong, at least one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDocument(pub Vec<Complaint>);

impl InvalidDocument {
    /// Refuses a document as a whole.
    pub fn because(why: impl Into<String>) -> Self {
        Self(vec![Complaint::anywhere(why)])
    }

    /// Returns both results, or all that is wrong with either.
    ///
    /// # Errors
    /// One of them is one.
    pub fn both<A, B>(first: Result<A, Self>, second: Result<B, Self>) -> Result<(A, B), Self> {
        match (first, second) {
            (Ok(first), Ok(second)) => Ok((first, second)),
            (Err(Self(mut first)), Err(Self(second))) => {
                first.extend(second);
                Err(Self(first))
            }
            (Err(wrong), Ok(_)) | (Ok(_), Err(wrong)) => Err(wrong),
        }
    }

    /// Refuses a document if there is anything to complain about.
    ///
    /// # Errors
    /// There is.
    pub fn unless_empty(complaints: Vec<Complaint>) -> Result<(), Self> {
        if complaints.is_empty() { Ok(()) } else { Err(Self(complaints)) }
    }
}

impl std::error::Error for InvalidDocument {}

impl fmt::Display for InvalidDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.0.iter().map(Complaint::to_string).collect();
        f.write_str(&all.join("; "))
    }
}
