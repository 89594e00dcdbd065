//! Whether plain and annotated agree, and how that is printed.

use crate::Times;
use std::fmt;

/// What results are made of.
pub trait Number: Copy {
    /// The bits; those of NaN are open in Rust, so every NaN has the same here.
    fn bits(self) -> u64;
    /// The value, as near as `f64` comes.
    fn value(self) -> f64;
}

macro_rules! number {
    ($($float:ty)*; $($int:ty)*) => {
        $(impl Number for $float {
            fn bits(self) -> u64 {
                if self.is_nan() { u64::MAX } else { u64::from(self.to_bits()) }
            }
            fn value(self) -> f64 {
                f64::from(self)
            }
        })*
        $(impl Number for $int {
            fn bits(self) -> u64 {
                self as u64
            }
            fn value(self) -> f64 {
                self as f64
            }
        })*
    };
}
number!(f32 f64; u8 u32 u64 usize);

/// How near two results are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Agreement {
    SameBits,
    /// The greatest relative difference between two elements.
    Relative(f64),
    OtherLength,
}

impl Agreement {
    /// Compares element by element.
    pub fn of<T: Number>(plain: &[T], annotated: &[T]) -> Agreement {
        if plain.len() != annotated.len() {
            return Agreement::OtherLength;
        }
        let pairs = || plain.iter().zip(annotated);
        if pairs().all(|(p, a)| p.bits() == a.bits()) {
            return Agreement::SameBits;
        }
        let relative = |p: f64, a: f64| if p == a { 0.0 } else { (p - a).abs() / p.abs().max(a.abs()) };
        let worst = pairs().map(|(p, a)| relative(p.value(), a.value()));
        // A NaN against a number stays NaN, and so is below no limit.
        Agreement::Relative(worst.fold(0.0, |w, d| if w > d || w.is_nan() { w } else { d }))
    }

    /// Whether no element differs by more than `limit`, relatively.
    pub fn is_within(self, limit: f64) -> bool {
        match self {
            Agreement::SameBits => true,
            Agreement::Relative(worst) => worst <= limit,
            Agreement::OtherLength => false,
        }
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Agreement::SameBits => write!(f, "the same bits"),
            Agreement::Relative(worst) => write!(f, "greatest relative difference {worst:.1e}"),
            Agreement::OtherLength => write!(f, "OTHER LENGTHS"),
        }
    }
}

/// One function, plain and annotated, on the same data.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub title: String,
    pub times: Times,
    pub agreement: Agreement,
    /// A hash of the bits of the annotated function's result.
    pub fingerprint: u64,
}

impl Comparison {
    /// Of two results, one of the plain function and one of the annotated.
    pub fn new<T: Number>(
        title: impl Into<String>,
        times: Times,
        plain: &[T],
        annotated: &[T],
    ) -> Comparison {
        // Fowler, Noll and Vo's hash, version 1a, over words.
        let hash = |h: u64, x: &T| (h ^ x.bits()).wrapping_mul(0x0000_0100_0000_01b3);
        Comparison {
            title: title.into(),
            times,
            agreement: Agreement::of(plain, annotated),
            fingerprint: annotated.iter().fold(0xcbf2_9ce4_8422_2325, hash),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Times { plain, annotated, runs } = self.times;
        let (threads, level) = (hotloop::num_threads(), hotloop::isa());
        writeln!(f, "{}; medians of {runs} runs", self.title)?;
        writeln!(f, "  plain      {plain:10.3} ms")?;
        writeln!(f, "  annotated  {annotated:10.3} ms  ({threads} threads, {level})")?;
        writeln!(f, "  ratio      {:10.2}", self.times.ratio())?;
        write!(f, "  agreement  {}", self.agreement)
    }
}
