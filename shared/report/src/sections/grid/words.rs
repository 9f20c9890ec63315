//! The words for the corners of the grid. Places nothing.

use super::Quadrant;
use domain::vocabulary::Language;

/// Says what to do with a kind by where it lies in the grid.
pub fn quadrant(quadrant: Quadrant, language: Language) -> &'static str {
    match quadrant {
        Quadrant::ConcentrateHere => language.grid_concentrate(),
        Quadrant::KeepItUp => language.grid_keep(),
        Quadrant::LowPriority => language.grid_low(),
        Quadrant::PossibleOverkill => language.grid_overkill(),
    }
}
