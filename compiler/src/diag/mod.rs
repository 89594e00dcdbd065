//! Diagnostics: reasons are data ([`Blocker`]), words are made in one place ([`words`]), and everything
//! that is said goes through one sink ([`Cx`]) which must be read before it is dropped.

mod blocker;
mod words;

pub use blocker::{Blocker, Distance, Indirect, Inner, Place, Way};
pub use words::{
    AFTER_FILTER, BY_CALLS, BY_VARIABLE, CHANGING_END, DOWNWARDS, ENDLESS, FEW, FILTERED, HIDDEN, IN_ORDER,
    ITERATOR, LATE_ADAPTER, LEFT_OUT, OTHER_ADAPTER, OTHER_CLOSURE, OTHER_END, OTHER_FOLD, OTHER_ORDER,
    SHOWN, UNCOUNTED, UNNAMED, UNSURE, UNTYPED, code, help, message,
};

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// An error for the user: what, and how to get on.
#[derive(Clone, Debug)]
pub struct Error {
    /// The smallest span of the cause, from its first to its last token.
    pub span: (Span, Span),
    /// Code, what is wrong, and help.
    pub text: String,
}

impl Error {
    /// The error as `compile_error!` at its span.
    pub fn to_tokens(&self) -> TokenStream {
        let text = &self.text;
        // Two spans make rustc underline from the first token to the last.
        let (from, to) = self.span;
        let head = quote_spanned!(from=> ::core::compile_error!);
        let body = quote_spanned!(to=> { #text });
        quote::quote!(#head #body)
    }
}

/// The sink. Dropping it unread is a bug in hotloop.
#[derive(Debug, Default)]
pub struct Cx {
    errors: Option<Vec<Error>>,
}

impl Cx {
    /// An empty sink.
    pub fn new() -> Cx {
        Cx { errors: Some(Vec::new()) }
    }

    /// Records an error; the work goes on.
    pub fn error(&mut self, span: (Span, Span), text: String) {
        // One cause may be met at several places; saying it once is enough.
        if let Some(errors) = &mut self.errors
            && errors.iter().all(|e| e.text != text)
        {
            errors.push(Error { span, text });
        }
    }

    /// Records a blocker as an error.
    pub fn block(&mut self, blocker: &Blocker) {
        self.error(blocker.place().span, words::full(blocker));
    }

    /// The same of a loop that is one of several, or one alone, of which `parallel` helps none.
    pub fn block_alone(&mut self, blocker: &Blocker) {
        self.error(blocker.place().span, words::full_alone(blocker));
    }

    /// Is there no error so far?
    pub fn is_clean(&self) -> bool {
        self.errors.as_ref().is_none_or(Vec::is_empty)
    }

    /// Hands out what was recorded.
    pub fn finish(mut self) -> Vec<Error> {
        self.errors.take().unwrap_or_default()
    }
}

impl Drop for Cx {
    fn drop(&mut self) {
        assert!(self.errors.is_none() || std::thread::panicking(), "diagnostics dropped unread");
    }
}

/// The first and the last span of some tokens.
pub fn span_of(tokens: &impl quote::ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let first = tokens.next();
    let from = first.as_ref().map_or_else(Span::call_site, |t| t.span());
    let to = tokens.last().map_or(from, |t| t.span());
    (from, to)
}
