//! Chains that are no part of a loop: they end in a value, or in `for_each`.
//!
//! In: the arrays of the program. Out: lines, outside of all nests. Invariant: every value is exact, whatever is
//! regrouped: sums are of small integers, products of ones of either sign.

use super::model::{Class, Elem, NestInfo, Shape};
use super::state::Gen;

/// A chain while it is written: the text, the pattern of an item, its value as an `i64`, and whether it has an end of
/// both sides.
struct Chain {
    text: String,
    pat: &'static str,
    value: String,
    back: bool,
}

impl Gen {
    /// One to three chains.
    pub(super) fn values(&mut self) {
        for _ in 0..self.between(1, 3) {
            let first_loop = self.loops;
            self.loops += 1;
            if self.chance(20) {
                self.each_item();
            } else {
                self.value_of_chain();
            }
            let loops = self.loops - first_loop;
            self.nests.push(NestInfo { first_loop, loops, reuses_written: false, independent: true });
        }
    }

    fn value_of_chain(&mut self) {
        let mut chain = self.chain_source();
        self.adapters(&mut chain);
        self.feature("chain-map");
        let Chain { text, pat, value, .. } = chain;
        let filter = if self.chance(35) {
            self.feature("chain-filter");
            ".filter(|t| *t & 3 != 1)"
        } else {
            ""
        };
        let (feature, end) = self.chain_end();
        self.feature(feature);
        let name = self.fresh("v");
        self.line(format!("let {name}: i64 = {text}.map(|{pat}| {value}){filter}{end};"));
        self.results.push((name, Elem::I64, Class::Exact));
    }

    fn chain_source(&mut self) -> Chain {
        let lines: Vec<usize> = (0..self.arrays.len()).filter(|&a| self.is_listed(a)).collect();
        let (a, b) = (self.pick_any(&lines), self.pick_any(&lines));
        let (Some(a), Some(b)) = (a, b) else { return self.chain_numbers() };
        let [a, b] = [a, b].map(|array| self.arrays[array].name.clone());
        let chain = |text: String, pat, value: &str| Chain { text, pat, value: value.to_owned(), back: true };
        match self.weighted(&[12, 9, 9, 12, 12, 14, 8, 8, 8, 8]) {
            0 => chain(format!("{a}.iter()"), "v", "*v as i64 & 1023"),
            1 => {
                self.feature("chain-copied");
                chain(format!("{a}.iter().copied()"), "v", "v as i64 & 1023")
            }
            2 => {
                self.feature("chain-cloned");
                chain(format!("{a}.iter().cloned()"), "v", "v as i64 & 1023")
            }
            3 => {
                self.feature("chain-zip-root");
                let other = self.pick(&[".iter()", ".iter().rev()", ".iter().skip(1)"]);
                chain(
                    format!("{a}.iter().zip({b}{other})"),
                    "(v, w)",
                    "(*v as i64 & 511) ^ (*w as i64 & 255)",
                )
            }
            4 => {
                self.feature("chain-enumerate");
                chain(format!("{a}.iter().enumerate()"), "(k, &v)", "(v as i64 & 511) + k as i64")
            }
            5 => self.chain_numbers(),
            6 => {
                self.feature("chain-chunks");
                chain(format!("{a}.chunks(3)"), "c", "c.len() as i64 + (c[0] as i64 & 15)")
            }
            7 => {
                self.feature("chain-chunks-exact");
                chain(format!("{a}.chunks_exact(2)"), "c", "(c[0] as i64 & 31) - (c[1] as i64 & 15)")
            }
            8 => {
                self.feature("chain-windows");
                chain(format!("{a}.windows(2)"), "c", "(c[0] as i64 & 31) - (c[1] as i64 & 15)")
            }
            _ => {
                self.feature("chain-into-iter");
                chain(format!("{a}.to_vec().into_iter()"), "v", "v as i64 & 1023")
            }
        }
    }

    fn chain_numbers(&mut self) -> Chain {
        self.feature("chain-numbers");
        let (text, back) = self.pick(&[
            ("(0..n)", true),
            ("(1..=n as i64)", false),
            ("(0..n as u32)", false),
            ("(-3..n as i32)", false),
            ("(0..=200u8)", false),
        ]);
        Chain { text: text.to_owned(), pat: "k", value: "(k as i64 * 37) & 1023".to_owned(), back }
    }

    fn adapters(&mut self, chain: &mut Chain) {
        if self.chance(25) {
            self.feature("chain-rev");
            chain.text.push_str(".rev()");
        }
        if !chain.back {
            return;
        }
        for _ in 0..self.between(0, 2) {
            let (feature, text) = self.pick(&[
                ("chain-skip", ".skip(2)"),
                ("chain-take", ".take(n)"),
                ("chain-step-by", ".step_by(2)"),
                ("chain-step-by", ".step_by(m % 3 + 1)"),
            ]);
            self.feature(feature);
            chain.text.push_str(text);
        }
    }

    /// An end of items that are `i64`, and its feature.
    fn chain_end(&mut self) -> (&'static str, &'static str) {
        let ends = [
            ("chain-end-sum", ".sum::<i64>()"),
            ("chain-end-sum", ".sum()"),
            ("chain-end-float-sum", ".map(|t| t as f64).sum::<f64>() as i64"),
            ("chain-end-product", ".map(|t| 1 - ((t & 1) << 1)).product::<i64>()"),
            ("chain-end-fold", ".fold(3i64, |s, t| s ^ t)"),
            ("chain-end-fold", ".fold(i64::MIN, |s, t| s.max(t))"),
            ("chain-end-fold", ".fold(0i64, |s, t| s + t)"),
            ("chain-end-fold-max", ".map(|t| t as f64).fold(f64::NEG_INFINITY, f64::max) as i64"),
            ("chain-end-min", ".min().unwrap_or(-1)"),
            ("chain-end-max", ".max().unwrap_or(-1)"),
            (
                "chain-end-min-by",
                ".map(|t| t as f64 * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap()).unwrap_or(-1.0) as i64",
            ),
            (
                "chain-end-max-by",
                ".map(|t| (t, t as f64 * 0.5)).max_by(|p, q| p.1.total_cmp(&q.1)).map_or(-1, |p| p.0)",
            ),
            ("chain-end-by-key", ".max_by_key(|t| *t % 100).unwrap_or(-1)"),
            ("chain-end-count", ".filter(|t| *t > 200).count() as i64"),
            ("chain-end-any", ".any(|t| t > 1020) as i64"),
            ("chain-end-all", ".all(|t| t < 1020) as i64"),
            ("chain-end-position", ".position(|t| t == 77).map_or(-1, |k| k as i64)"),
            ("chain-end-collect", ".collect::<Vec<i64>>().iter().fold(7i64, |s, t| s.rotate_left(5) ^ t)"),
        ];
        let (feature, end) = self.pick(&ends);
        self.loops += usize::from(feature == "chain-end-collect");
        (feature, end)
    }

    /// `a.iter_mut().zip(b).for_each(..)`
    fn each_item(&mut self) {
        let lines: Vec<usize> = (0..self.arrays.len()).filter(|&a| self.is_listed(a)).collect();
        let written: Vec<usize> = lines.iter().copied().filter(|&a| self.arrays[a].writable()).collect();
        let Some(a) = self.pick_any(&written) else { return self.value_of_chain() };
        let others: Vec<usize> =
            lines.into_iter().filter(|&b| self.arrays[b].name != self.arrays[a].name).collect();
        let (name, elem) = (self.arrays[a].name.clone(), self.arrays[a].elem.name());
        self.feature("chain-end-for-each");
        let other = self.pick_any(&others).map(|b| self.arrays[b].name.clone());
        match (self.weighted(&[40, 30, 30]), other) {
            (0, Some(b)) => {
                self.feature("chain-iter-mut");
                self.line(format!(
                    "{name}.iter_mut().zip({b}.iter()).for_each(|(p, q)| *p = (*q as i64 & 63) as {elem});"
                ));
            }
            (1, _) => {
                self.feature("chain-chunks-exact-mut");
                self.loops += 1;
                self.line(format!("{name}.chunks_exact_mut(3).enumerate().for_each(|(k, r)| {{"));
                self.line(format!("    for j in 0..r.len() {{ r[j] = ((k * 5 + j) & 63) as {elem}; }}"));
                self.line("});");
            }
            _ => {
                self.feature("chain-iter-mut");
                self.line(format!(
                    "{name}.iter_mut().enumerate().skip(1).for_each(|(k, p)| *p = ((k as i64) & 31) as {elem});"
                ));
            }
        }
    }

    /// May a chain run over the array, whatever its values are?
    fn is_listed(&self, a: usize) -> bool {
        let array = &self.arrays[a];
        array.shape == Shape::Line && !array.index && !array.soft && array.suffix.is_empty()
    }
}
