//! Macros of the standard library that a body may use: their arguments are read like any expression.
//!
//! A macro of the same name that is not std's gets the same arguments; it must be as free of effects.

use super::build::Builder;
use super::{Hole, MacroCall};
use crate::diag::{Blocker, Place};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Token};

/// Longest condition whose text rustc prints on one line in the message of `assert!`.
const LONGEST_CONDITION: usize = 60;

impl Builder<'_> {
    /// A macro call as an expression.
    pub(super) fn macro_call(&mut self, mac: &syn::Macro) -> Expr {
        let name = mac.path.get_ident().map(ToString::to_string).unwrap_or_default();
        self.macros += 1;
        let understood = match name.as_str() {
            "assert" | "debug_assert" => self.assertion(mac, name == "debug_assert"),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => self.formatted(mac, 2),
            "panic" | "unreachable" | "todo" | "unimplemented" | "format" => self.formatted(mac, 0),
            "vec" => self.vector(mac),
            "matches" => self.matches(mac),
            _ => None,
        };
        self.macros -= 1;
        understood.unwrap_or_else(|| {
            self.fatal.push(Blocker::Macro { place: Place::of(&mac.path) });
            Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: mac.clone() })
        })
    }

    /// `assert!(condition)`: its message holds the text of the condition, so it becomes a plain `if`.
    fn assertion(&mut self, mac: &syn::Macro, debug: bool) -> Option<Expr> {
        let args = arguments(mac)?;
        let condition = args.first()?;
        if args.len() > 1 {
            return self.formatted(mac, 1);
        }
        let text = printed(condition).filter(|t| t.len() <= LONGEST_CONDITION)?;
        let message = format!("assertion failed: {text}");
        let condition = self.value(condition);
        let at = mac.path.segments.first()?.ident.span();
        let condition = self.hole(Hole::Assert { condition: Box::new(condition), message, debug, at });
        Some(condition)
    }

    /// Arguments of which those after the first `plain` are a format string and what it shows.
    fn formatted(&mut self, mac: &syn::Macro, plain: usize) -> Option<Expr> {
        let args = arguments(mac)?;
        if let Some(Expr::Lit(lit)) = args.iter().nth(plain)
            && let Lit::Str(text) = &lit.lit
            && !self.captures_locals_only(&text.value())
        {
            self.syntax(text, crate::diag::SHOWN);
            return Some(Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: mac.clone() }));
        }
        let args = args.iter().map(|arg| match arg {
            // `name = value`
            Expr::Assign(a) => {
                let mut out = a.clone();
                *out.right = self.value(&a.right);
                Expr::Assign(out)
            }
            other => self.value(other),
        });
        let args = args.collect();
        Some(self.hole(Hole::Macro(MacroCall { path: mac.path.clone(), args, repeat: false })))
    }

    /// Do the names in the braces of a format string belong to the body?
    fn captures_locals_only(&self, text: &str) -> bool {
        let text = text.replace("{{", "").replace("}}", "");
        text.split('{').skip(1).all(|part| {
            let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // Widths and precisions may name variables too: `{:w$}`.
            let spec = part.split('}').next().unwrap_or_default();
            !spec.contains('$')
                && (name.is_empty()
                    || name.chars().all(|c| c.is_ascii_digit())
                    || self.local(&name).is_some())
        })
    }

    fn vector(&mut self, mac: &syn::Macro) -> Option<Expr> {
        self.work(100);
        let path = mac.path.clone();
        if let Some(args) = arguments(mac) {
            let args = args.iter().map(|a| self.value(a)).collect();
            return Some(self.hole(Hole::Macro(MacroCall { path, args, repeat: false })));
        }
        let pair = |input: ParseStream<'_>| {
            let value: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            Ok([value, input.parse()?])
        };
        let args = pair.parse2(mac.tokens.clone()).ok()?;
        let args = args.iter().map(|a| self.value(a)).collect();
        Some(self.hole(Hole::Macro(MacroCall { path, args, repeat: true })))
    }

    fn matches(&mut self, mac: &syn::Macro) -> Option<Expr> {
        let parts = |input: ParseStream<'_>| {
            let value: Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            let rest: proc_macro2::TokenStream = input.parse()?;
            Ok((value, rest))
        };
        let (value, mut rest) = parts.parse2(mac.tokens.clone()).ok()?;
        // A trailing comma is no part of the pattern.
        let mut tokens: Vec<_> = rest.into_iter().collect();
        if tokens.last().is_some_and(|t| t.to_string() == ",") {
            tokens.pop();
        }
        rest = tokens.into_iter().collect();
        let as_match = syn::parse2(quote!(match #value { #rest => true, _ => false })).ok()?;
        Some(self.value(&as_match))
    }
}

/// The expressions in a macro call, as far as it is read: all of them, or the first.
pub(super) fn expressions(mac: &syn::Macro) -> Vec<Expr> {
    if let Some(args) = arguments(mac) {
        return args.into_iter().collect();
    }
    let first_and_last = |input: ParseStream<'_>| {
        let mut found = vec![input.parse::<Expr>()?];
        if input.parse::<Option<Token![;]>>()?.is_some() {
            found.push(input.parse()?);
        }
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(found)
    };
    first_and_last.parse2(mac.tokens.clone()).unwrap_or_default()
}

fn arguments(mac: &syn::Macro) -> Option<Punctuated<Expr, Token![,]>> {
    Punctuated::parse_terminated.parse2(mac.tokens.clone()).ok()
}

/// An expression as rustc prints it in the message of `assert!`; `None` where that is not certain.
fn printed(expr: &Expr) -> Option<String> {
    let list = |args: &Punctuated<Expr, Token![,]>| {
        let texts: Option<Vec<String>> = args.iter().map(printed).collect();
        Some(texts?.join(", "))
    };
    Some(match expr {
        Expr::Lit(l) => l.lit.to_token_stream().to_string(),
        Expr::Path(p) if p.qself.is_none() => {
            let plain = p.path.segments.iter().all(|s| s.arguments.is_none());
            let names: Vec<String> = p.path.segments.iter().map(|s| s.ident.to_string()).collect();
            let lead = if p.path.leading_colon.is_some() { "::" } else { "" };
            plain.then(|| format!("{lead}{}", names.join("::")))?
        }
        Expr::Paren(p) => format!("({})", printed(&p.expr)?),
        Expr::Unary(u) => format!("{}{}", u.op.to_token_stream(), printed(&u.expr)?),
        Expr::Binary(b) => {
            format!("{} {} {}", printed(&b.left)?, b.op.to_token_stream(), printed(&b.right)?)
        }
        Expr::Index(i) => format!("{}[{}]", printed(&i.expr)?, printed(&i.index)?),
        Expr::Field(f) => format!("{}.{}", printed(&f.base)?, f.member.to_token_stream()),
        Expr::MethodCall(m) if m.turbofish.is_none() => {
            format!("{}.{}({})", printed(&m.receiver)?, m.method, list(&m.args)?)
        }
        Expr::Call(c) => format!("{}({})", printed(&c.func)?, list(&c.args)?),
        Expr::Cast(c) => match &*c.ty {
            syn::Type::Path(p) if p.qself.is_none() => {
                format!("{} as {}", printed(&c.expr)?, p.path.get_ident()?)
            }
            _ => return None,
        },
        Expr::Reference(r) if r.mutability.is_none() => format!("&{}", printed(&r.expr)?),
        _ => return None,
    })
}
