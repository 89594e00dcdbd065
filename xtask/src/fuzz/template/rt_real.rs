//! The settings of the runtime, in the words of the driver: the only place that names hotloop's.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Fast,
    Serial,
    Original,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    Rayon,
    Scoped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isa {
    Baseline,
    V3,
    V4,
}

pub const ATTRIBUTE: bool = true;

/// Runs with a threshold of zero, so that every proven loop is cut however short it is.
pub fn configured<R>(mode: Mode, threads: usize, pool: Pool, isa: Isa, run: impl FnOnce() -> R) -> R {
    use hotloop::__private as inner;
    let mode = match mode {
        Mode::Fast => hotloop::Mode::Fast,
        Mode::Serial => hotloop::Mode::Serial,
        Mode::Original => hotloop::Mode::Original,
    };
    let pool = match pool {
        Pool::Rayon => inner::Pool::Rayon,
        Pool::Scoped => inner::Pool::Scoped,
    };
    let isa = match isa {
        Isa::Baseline => inner::Isa::Baseline,
        Isa::V3 => inner::Isa::V3,
        Isa::V4 => inner::Isa::V4,
    };
    let in_pool = || inner::with_pool(pool, || hotloop::with_threads(threads, run));
    inner::with_threshold(0, || inner::with_isa(isa, || hotloop::with_mode(mode, in_pool)))
}

/// How often loops ran in the fast form, and how often as written.
pub fn forms() -> (u64, u64) {
    let all = hotloop::stats();
    (all.iter().map(|one| one.fast).sum(), all.iter().map(|one| one.fallback).sum())
}
