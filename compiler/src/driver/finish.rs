//! The parts of a function around its loops: checks, warnings, measurements.

use super::Part;
use crate::diag::{Blocker, code, help, message};
use crate::emit;
use crate::nogil;
use crate::options::Options;
use crate::report::{LoopReport, Verdict};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Expr;

/// The parts of the function around its loops.
///
/// `call` is the name under which its calls are measured, if they are.
pub(super) fn finish(
    item: &mut syn::ImplItemFn,
    options: &Options,
    loops: &[LoopReport],
    (found_math, call): (bool, Option<&str>),
    part: Part,
) {
    let s = Span::mixed_site();
    let hl = emit::runtime();
    let mut before = TokenStream::new();
    let checked = match part {
        Part::Itself => true,
        Part::OfBlock => !loops.is_empty(),
        Part::Statement => false,
    };
    if options.nogil && checked {
        before.extend(nogil::checks(&item.sig));
        nogil::bound_result(&mut item.sig);
    }
    if options.warn {
        let mut said = Vec::new();
        for lp in loops {
            // What was asked for is not missed.
            let reason = lp.blockers.iter().find(|b| !matches!(b, Blocker::AskedSerial { .. }));
            let why = reason.map(code_and_place);
            if !said.contains(&why) {
                before.extend(reason.map(warning));
                said.push(why);
            }
        }
    }
    let any_fast = loops.iter().any(|l| l.verdict != Verdict::AsWritten);
    if any_fast {
        before.extend(emit::tracked());
    }
    if loops.iter().any(|l| l.verdict.is_parallel()) {
        before.extend(emit::limits(&options.how));
    }
    let asks = found_math || any_fast;
    if let Some(name) = call {
        before.extend(emit::call(name, item.sig.ident.span().start().line as u32, asks));
    } else if asks {
        let plain = emit::plain_flag();
        before.extend(quote_spanned!(s=> let #plain = #hl::is_original();));
    }
    if !before.is_empty() {
        item.block.stmts.insert(0, syn::Stmt::Expr(Expr::Verbatim(before), None));
    }
}

fn code_and_place(why: &Blocker) -> (&'static str, (usize, usize)) {
    let at = why.place().span.0.start();
    (code(why), (at.line, at.column))
}

/// A compiler warning at its place: the use of a deprecated constant whose note is the reason.
pub fn warning(why: &Blocker) -> TokenStream {
    let note = format!("[{}] {}; help: {}", code(why), message(why), help(why));
    let at = why.place().span.0;
    let name = proc_macro2::Ident::new("HOTLOOP_MISSED", at);
    let s = Span::mixed_site();
    quote_spanned!(s=> { #[deprecated(note = #note)] const #name: () = (); let () = #name; })
}
