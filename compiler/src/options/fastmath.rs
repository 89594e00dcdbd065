//! `fastmath`: which liberties may be taken with float arithmetic.

use super::words::nearest;
use crate::diag::{Cx, span_of};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Ident, MetaList, Token};

/// The flags. Each is a rewrite of ours on primitive floats; none can make undefined behavior: where what
/// it assumes does not hold, the value is unspecified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FastMath {
    /// Float sums run in lanes also in serial loops.
    pub reassoc: bool,
    /// A product and a sum become one fused operation where the level has it.
    pub contract: bool,
    /// A division by what does not change in the loop becomes a product with its reciprocal.
    pub arcp: bool,
    /// Shorter polynomials in elementary functions.
    pub afn: bool,
    /// No operand and no result is a NaN.
    pub nnan: bool,
    /// No operand and no result is infinite.
    pub ninf: bool,
    /// The sign of a zero does not matter.
    pub nsz: bool,
}

impl FastMath {
    /// What `fastmath` alone means.
    pub const ALL: FastMath =
        FastMath { reassoc: true, contract: true, arcp: true, afn: true, nnan: true, ninf: true, nsz: true };

    /// The names of the flags.
    pub const NAMES: [&str; 7] = ["reassoc", "contract", "arcp", "afn", "nnan", "ninf", "nsz"];

    /// Does a flag concern the elementary functions themselves?
    pub fn changes_functions(self) -> bool {
        self.contract || self.afn || self.nnan || self.ninf
    }

    /// Does a flag concern operators?
    pub fn changes_operators(self) -> bool {
        self.contract || self.arcp || self.nsz
    }

    fn flag(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "reassoc" => &mut self.reassoc,
            "contract" => &mut self.contract,
            "arcp" => &mut self.arcp,
            "afn" => &mut self.afn,
            "nnan" => &mut self.nnan,
            "ninf" => &mut self.ninf,
            "nsz" => &mut self.nsz,
            _ => return None,
        })
    }
}

/// The flags in the parentheses of `fastmath(..)`.
pub(super) fn parse(cx: &mut Cx, list: &MetaList) -> FastMath {
    let mut flags = FastMath::default();
    match Punctuated::<Ident, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
        Ok(names) if !names.is_empty() => {
            for name in &names {
                let text = name.to_string();
                match flags.flag(&text) {
                    Some(flag) if *flag => cx.error(
                        span_of(name),
                        format!("[A0104] the flag `{text}` is given twice\nhelp: remove one"),
                    ),
                    Some(flag) => *flag = true,
                    None => {
                        let help = nearest(&text, &FastMath::NAMES);
                        cx.error(
                            span_of(name),
                            format!("[A0101] there is no flag `{text}` of `fastmath`\nhelp: {help}"),
                        );
                    }
                }
            }
        }
        _ => cx.error(
            super::inside(list),
            format!(
                "[A0102] here go flags, separated by commas\nhelp: write `fastmath` for all of them, or some of: {}",
                super::listed(&FastMath::NAMES, "")
            ),
        ),
    }
    flags
}
