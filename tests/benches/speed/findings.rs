//! What was found, as a table: a name, a value, and the budget where there is one.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

/// Width of the names and of the values.
const WIDTHS: (usize, usize) = (44, 18);

enum Line {
    Headline(String),
    Value { name: String, value: String, budget: Option<(String, bool)> },
}

/// Everything found so far.
pub(crate) struct Findings {
    lines: Vec<Line>,
    load: Option<String>,
}

impl Findings {
    /// Begins with the load that other programs put on the machine.
    pub(crate) fn begin() -> Self {
        Self { lines: Vec::new(), load: load() }
    }

    /// Begins a part.
    pub(crate) fn headline(&mut self, text: &str) {
        self.lines.push(Line::Headline(text.to_owned()));
    }

    /// Adds a value without a budget.
    pub(crate) fn tell(&mut self, name: &str, value: String) {
        self.lines.push(Line::Value { name: name.to_owned(), value, budget: None });
    }

    /// Adds a value that has to keep to a budget.
    pub(crate) fn hold(&mut self, name: &str, value: String, budget: &str, is_within: bool) {
        self.lines.push(Line::Value { name: name.to_owned(), value, budget: Some((budget.to_owned(), is_within)) });
    }

    /// Names what missed its budget.
    pub(crate) fn missed(&self) -> Vec<&str> {
        let missed = self.lines.iter().filter_map(|line| match line {
            Line::Value { name, budget: Some((_, false)), .. } => Some(name.as_str()),
            _ => None,
        });
        missed.collect()
    }
}

impl Display for Findings {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        write!(f, "{cores} cores")?;
        if let Some(load) = &self.load {
            write!(f, ", load of the minute before {load}")?;
        }
        writeln!(f)?;
        for line in &self.lines {
            match line {
                Line::Headline(text) => writeln!(f, "\n{text}")?,
                Line::Value { name, value, budget } => {
                    write!(
                        f,
                        "  {name:<name_width$}{value:>value_width$}",
                        name_width = WIDTHS.0,
                        value_width = WIDTHS.1
                    )?;
                    match budget {
                        Some((budget, true)) => writeln!(f, "   budget {budget}: kept")?,
                        Some((budget, false)) => writeln!(f, "   budget {budget}: MISSED")?,
                        None => writeln!(f)?,
                    }
                }
            }
        }
        Ok(())
    }
}

/// Writes a time in milliseconds.
pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

/// Writes a rate.
pub(crate) fn per_second(rate: f64) -> String {
    format!("{rate:.0} /s")
}

/// Reads the load average of the last minute, where the system tells it.
fn load() -> Option<String> {
    let averages = std::fs::read_to_string("/proc/loadavg").ok()?;
    averages.split(' ').next().map(str::to_owned)
}
