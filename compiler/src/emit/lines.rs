//! Tokens of ours at the lines of the user's.
//!
//! A token of ours has the attribute's place, and so would have all machine code that is made of it. In a fast loop
//! each gets the place of the next token of the user's, and keeps its hygiene: a build with
//! `-C collapse-macro-debuginfo=no` then names the user's lines in remarks and in assembly.

use proc_macro2::{Group, LineColumn, Span, TokenStream, TokenTree};

/// The tokens, those of ours beside those of the user's; `last` is for what no token of the user's follows.
pub(super) fn beside(tokens: TokenStream, last: Span) -> TokenStream {
    let here = Span::mixed_site();
    let mut walk = Walk { next: last, ours: (here.start(), here.end()) };
    walk.stream(tokens)
}

struct Walk {
    /// The place of the token of the user's that comes next. (The walk is from the end.)
    next: Span,
    /// The attribute's place, where no token of the user's can be.
    ours: (LineColumn, LineColumn),
}

impl Walk {
    fn stream(&mut self, tokens: TokenStream) -> TokenStream {
        let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
        for tree in trees.iter_mut().rev() {
            if let TokenTree::Group(g) = tree {
                let span = g.span();
                let mut group = Group::new(g.delimiter(), self.stream(g.stream()));
                group.set_span(span);
                *g = group;
            }
            let span = tree.span();
            if (span.start(), span.end()) == self.ours {
                tree.set_span(span.located_at(self.next));
            } else {
                self.next = span;
            }
        }
        trees.into_iter().collect()
    }
}
