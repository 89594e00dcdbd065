//! What the rounds of a measurement say.

/// Times in nanoseconds: by round, row and column; none where there is no such thing.
#[derive(Default)]
pub struct Rounds(Vec<Vec<Vec<Option<f64>>>>);

impl Rounds {
    /// One more: its rows, of as many columns as those before.
    pub fn add(&mut self, round: Vec<Vec<Option<f64>>>) {
        self.0.push(round);
    }

    /// The least time of a row in a column, as a cell of a table.
    pub fn least(&self, row: usize, column: usize) -> String {
        let least = self.0.iter().filter_map(|round| round[row][column]).reduce(f64::min);
        least.map_or("-".to_owned(), |t| format!("{t:.2}"))
    }

    /// How many times the second column's speed is the first's time, as a cell of a table: the median of the rounds.
    pub fn ratio(&self, row: usize, a: usize, b: usize) -> String {
        let ratio = |round: &Vec<Vec<Option<f64>>>| Some(round[row][a]? / round[row][b]?);
        let mut ratios: Vec<f64> = self.0.iter().filter_map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).map_or("-".to_owned(), |ratio| format!("{ratio:.1}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_least_and_a_ratio_the_median_of_those_of_the_rounds() {
        let mut rounds = Rounds::default();
        // Once everything took twice as long, once the second alone.
        for [a, b] in [[4.0, 1.0], [8.0, 2.0], [4.0, 2.0]] {
            rounds.add(vec![vec![Some(a), Some(b), None]]);
        }
        assert_eq!([rounds.least(0, 0), rounds.least(0, 1), rounds.least(0, 2)], ["4.00", "1.00", "-"]);
        assert_eq!([rounds.ratio(0, 0, 1), rounds.ratio(0, 0, 2)], ["4.0", "-"]);
    }
}
