//! `isa(..)` and `HOTLOOP_BUILD_ISA`: the levels of the processor that a loop is compiled for.

use super::words::{listed, nearest};
use crate::diag::{Cx, span_of};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{LitStr, MetaList, Token};

/// The levels that are built beside the baseline, which always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// x86-64-v3: AVX2 and FMA.
    pub v3: bool,
    /// x86-64-v4: AVX-512.
    pub v4: bool,
    /// Did the user ask for them, by `isa(..)`? Then they are built wherever they can be.
    pub asked: bool,
}

impl Default for Levels {
    fn default() -> Self {
        Levels { v3: true, v4: true, asked: false }
    }
}

/// Names of levels. `neon` is the baseline of aarch64, so that one list can serve several processors.
const NAMES: [&str; 4] = ["baseline", "x86-64-v3", "x86-64-v4", "neon"];

impl Levels {
    const NONE: Levels = Levels { v3: false, v4: false, asked: false };

    /// Adds a level by its name; false if there is none.
    fn add(&mut self, name: &str) -> bool {
        match name {
            "baseline" | "neon" => {}
            "x86-64-v3" => self.v3 = true,
            "x86-64-v4" => self.v4 = true,
            _ => return false,
        }
        true
    }

    /// The levels of both.
    pub fn cut(self, other: Levels) -> Levels {
        Levels { v3: self.v3 && other.v3, v4: self.v4 && other.v4, asked: self.asked || other.asked }
    }
}

/// The levels in the parentheses of `isa(..)`.
pub(super) fn parse(cx: &mut Cx, list: &MetaList) -> Levels {
    let mut levels = Levels { asked: true, ..Levels::NONE };
    let names = match Punctuated::<LitStr, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
        Ok(names) if !names.is_empty() => names,
        _ => {
            let text = format!(
                "[A0102] here go levels, in quotes, separated by commas\nhelp: there are: {}",
                listed(&NAMES, "\"")
            );
            cx.error(super::inside(list), text);
            return levels;
        }
    };
    for (n, name) in names.iter().enumerate() {
        let text = name.value();
        if names.iter().take(n).any(|before| before.value() == text) {
            cx.error(span_of(name), format!("[A0104] the level `{text}` is given twice\nhelp: remove one"));
        } else if !levels.add(&text) {
            let help = nearest(&text, &NAMES);
            cx.error(span_of(name), format!("[A0101] there is no level `{text}`\nhelp: {help}"));
        }
    }
    levels
}

/// The levels that the build allows: the value of `HOTLOOP_BUILD_ISA`, names separated by commas.
///
/// # Errors
/// What is wrong with it, in words.
pub fn built(value: Option<&str>) -> Result<Levels, String> {
    let Some(value) = value.filter(|v| !v.trim().is_empty()) else { return Ok(Levels::default()) };
    let mut levels = Levels::NONE;
    for name in value.split(',').map(str::trim) {
        if !levels.add(name) {
            let help = nearest(name, &NAMES);
            return Err(format!(
                "[A0109] the environment variable HOTLOOP_BUILD_ISA is `{value}`, and there is no level `{name}`\nhelp: {help}"
            ));
        }
    }
    Ok(levels)
}
