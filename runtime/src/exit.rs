//! What is done when the process ends: the table of `HOTLOOP_TRACE`, the profile of `HOTLOOP_PROFILE`.
//!
//! In: a wish (`arrange`). Out: the texts, when `main` returns or the process calls `exit`. A process that aborts or
//! is killed by a signal says nothing, and neither does one on a platform without `atexit` (WebAssembly).

use crate::{profile, settings, stats};

/// Arranges, once, for the end of the process.
pub(crate) fn arrange() {
    #[cfg(any(unix, windows))]
    {
        unsafe extern "C" {
            fn atexit(callback: extern "C" fn()) -> std::ffi::c_int;
        }
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(|| {
            // SAFETY: `atexit` is C's, with C's signature on every such platform; `end` lives as long as the
            // code, touches only statics that are never destroyed, and does not unwind (an `extern "C"` function
            // would abort).
            let refused = unsafe { atexit(end) } != 0;
            if refused {
                stats::say(format_args!("hotloop: nothing will be said at the end: atexit refused"));
            }
        });
    }
    #[cfg(not(any(unix, windows)))]
    stats::say(format_args!("hotloop: nothing will be said at the end here: ask `hotloop::profile()`"));
}

#[cfg(any(unix, windows))]
extern "C" fn end() {
    if settings::trace() {
        stats::say_table();
    }
    if let Some(destination) = settings::profile() {
        profile::write(destination);
    }
}
