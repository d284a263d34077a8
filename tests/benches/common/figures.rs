//! Figures, and the tables that they are printed in.

/// What was measured of one thing, in order.
pub struct Figures(Vec<f64>);

impl Figures {
    /// These figures.
    pub fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut figures: Vec<_> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        Self(figures)
    }

    /// The figure below which this share of them lies.
    pub fn at(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let place = (last as f64 * share).round() as usize;
        self.0.get(place).copied().unwrap_or(f64::NAN)
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The middle one, and between which they all lie.
    pub fn spread(&self) -> String {
        let [least, median, most] = [0.0, 0.5, 1.0].map(|share| short(self.at(share)));
        format!("{median} ({least} to {most})")
    }
}

/// A figure with three digits that say something.
pub fn short(figure: f64) -> String {
    match figure.abs() {
        size if size >= 100.0 => format!("{figure:.0}"),
        size if size >= 10.0 => format!("{figure:.1}"),
        size if size >= 1.0 => format!("{figure:.2}"),
        _ => format!("{figure:.3}"),
    }
}

/// Prints a table that can be pasted into a document.
pub fn table(title: &str, columns: &[&str], rows: &[Vec<String>]) {
    let line = |cells: &[String]| println!("| {} |", cells.join(" | "));
    println!("\n{title}\n");
    line(&columns.iter().map(ToString::to_string).collect::<Vec<_>>());
    println!("|{}", "---|".repeat(columns.len()));
    rows.iter().for_each(|row| line(row));
}
