//! Medians and ratios.

/// What is measured, and how to read it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Row {
    pub(crate) work: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) higher_is_better: bool,
}

/// A name and its figures, one a round.
type Peer = (String, Vec<f64>);

#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<(Row, Vec<Peer>)>,
}

impl Table {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn add(&mut self, row: Row, who: impl Into<String>, value: f64) {
        let at = self.rows.iter().position(|(known, _)| *known == row).unwrap_or_else(|| {
            self.rows.push((row, Vec::new()));
            self.rows.len() - 1
        });
        let (who, peers) = (who.into(), &mut self.rows[at].1);
        match peers.iter_mut().find(|(known, _)| *known == who) {
            Some((_, values)) => values.push(value),
            None => peers.push((who, vec![value])),
        }
    }

    /// The first peer of each row is ours; a ratio above 1 means that ours is the better figure.
    pub(crate) fn print(&self) {
        for (row, peers) in &self.rows {
            println!("\n{} ({})", row.work, row.unit);
            println!("{:<44}{:>12}{:>12}{:>12}{:>9}", "", "median", "lowest", "highest", "ratio");
            let ours = median(&peers[0].1);
            for (who, values) in peers {
                let middle = median(values);
                let ratio = if row.higher_is_better { ours / middle } else { middle / ours };
                let (low, high) = values.iter().fold((f64::MAX, 0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
                println!("{who:<44}{middle:>12.1}{low:>12.1}{high:>12.1}{ratio:>8.2}x");
            }
        }
        println!("\nratio: how much better ours is; below 1 the other is ahead");
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
