//! Shared parts of the project's tests: every way in which an annotated function can run.

use hotloop::__private::{Isa, Pool, isa, with_isa, with_pool, with_threshold};
use hotloop::{Mode, with_mode, with_threads};

/// Runs `f` in every combination of level, thread count and pool, with the threshold at zero so that the
/// smallest loop is cut, and in serial mode. The argument names the combination.
pub fn everywhere(mut f: impl FnMut(&str)) {
    let top = isa();
    for level in [Isa::Baseline, Isa::V3, Isa::V4] {
        if level > top {
            eprintln!("skipped: this processor has no {level}");
            continue;
        }
        with_isa(level, || {
            with_mode(Mode::Serial, || f(&format!("{level}, serial")));
            f(&format!("{level}, ordinary"));
            for pool in [Pool::Rayon, Pool::Scoped] {
                for threads in [1, 2, 3, 8] {
                    let name = format!("{level}, {pool:?}, {threads} threads");
                    with_pool(pool, || with_threads(threads, || with_threshold(0, || f(&name))));
                }
            }
        });
    }
}

/// Runs the plain function.
pub fn plain<R>(f: impl FnOnce() -> R) -> R {
    with_mode(Mode::Original, f)
}

/// The payload of a panic as text.
pub fn panic_text(f: impl FnOnce() + std::panic::UnwindSafe) -> Option<String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = std::panic::catch_unwind(f);
    std::panic::set_hook(hook);
    let payload = result.err()?;
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()))
}

/// How often the loops of a function ran their fast form and their fallback so far.
pub fn runs(function: &str) -> (u64, u64) {
    let stats = hotloop::stats();
    let ours = stats.iter().filter(|s| s.function == function);
    ours.fold((0, 0), |(fast, fallback), s| (fast + s.fast, fallback + s.fallback))
}
