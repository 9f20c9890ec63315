//! How a reader came to a page: by a key or by a link. Its links repeat that, so that they open too.

/// What the address of a page carried, and where its reader may go from there.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    carried: Vec<(String, String)>,
    is_confined: bool,
    token: Option<String>,
}

impl Visit {
    /// A visit with a key, or of a page that is read from a file. `carried` are names and values that every link repeats.
    pub fn free(carried: Vec<(String, String)>) -> Self {
        Self { carried, ..Self::default() }
    }

    /// A visit by a link to one period: nothing else is linked, and no form is offered, because both would be refused.
    pub fn confined(carried: Vec<(String, String)>) -> Self {
        Self { carried, is_confined: true, ..Self::default() }
    }

    /// Gives the forms of the page a token, without which they are refused.
    #[must_use]
    pub fn with_token(self, token: Option<String>) -> Self {
        Self { token, ..self }
    }

    /// Returns what the forms of the page carry.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Tells whether the reader may see only this period, customers under pseudonyms, and change nothing.
    pub fn is_confined(&self) -> bool {
        self.is_confined
    }

    /// Returns the names and values that every link repeats, and every form that asks for a page.
    pub fn carried(&self) -> &[(String, String)] {
        &self.carried
    }

    /// Returns an address with its own query and what is carried.
    pub fn address(&self, path: &str, query: &[(&str, &str)]) -> String {
        let carried = self.carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut written = form_urlencoded::Serializer::new(String::new());
        written.extend_pairs(query.iter().copied().chain(carried));
        match written.finish() {
            none if none.is_empty() => path.to_owned(),
            some => format!("{path}?{some}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_repeats_what_was_carried_after_its_own_query() {
        let visit = Visit::free(vec![("language".into(), "es".into()), ("read_key".into(), "a&b".into())]);
        assert_eq!(visit.address("x.html", &[("by", "source")]), "x.html?by=source&language=es&read_key=a%26b");
        assert_eq!(Visit::default().address("x.html", &[]), "x.html");
    }
}
