//! The expansion of a function, cut into the parts of each loop.
//!
//! In: the tokens of an expanded function. Out: for each loop with a fast form its guard, its fast form and the
//! loop as written. The cuts are made in the syntax tree, at the marks that the compiler library's emission leaves
//! (`compiler/src/emit/mod.rs` shows the shape); where the shape is another one, that is an error, not a guess.

use crate::cli::Level;
use anyhow::{Context, Result, bail};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ExprIf, Stmt};

/// What stands in the guard for the fast form.
const FAST: &str = "__HOTLOOP_FAST_FORM";

/// A loop with a fast form.
pub struct Loop {
    /// Its number in the report.
    pub number: usize,
    /// What is asked first, down to the place of the fast form.
    pub guard: Vec<Stmt>,
    /// The fast form.
    pub fast: Vec<Stmt>,
    /// The loop as written.
    pub original: Vec<Stmt>,
}

/// The loops of an expanded function, in order.
///
/// # Errors
/// The tokens are not of the shape that the library emits: a bug of ours.
pub fn loops(tokens: &TokenStream) -> Result<Vec<Loop>> {
    let file = parse(tokens)?;
    let mut finder = Finder { loops: Vec::new() };
    finder.visit_file(&file);
    let mut loops: Vec<Loop> = finder.loops.into_iter().collect::<Result<_>>()?;
    loops.sort_by_key(|l| l.number);
    Ok(loops)
}

fn parse(tokens: &TokenStream) -> Result<syn::File> {
    syn::parse2(tokens.clone()).context("the expansion is not understood; this is a bug in cargo-hotloop")
}

/// The whole expansion, formatted.
pub fn whole(tokens: &TokenStream, level: Option<Level>) -> Result<String> {
    let mut file = parse(tokens)?;
    if let Some(level) = level {
        let mut cut = Cut { level, missing: false };
        cut.visit_file_mut(&mut file);
        cut.check()?;
    }
    Ok(prettyplease::unparse(&file))
}

/// Statements, formatted, and the tokens that they were made of (with what formatting puts around).
pub fn formatted(statements: &[Stmt]) -> Result<(String, TokenStream)> {
    let around = quote!(fn part() { #(#statements)* });
    let text = prettyplease::unparse(&parse(&around)?);
    Ok((text.replace(&format!("{FAST};"), "// the fast form: `--part fast`"), around))
}

/// The lines inside of the function around.
pub fn inside(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().map(|l| l.strip_prefix("    ").unwrap_or(l)).collect()
}

/// The statements with the closure of one level in the place of all.
///
/// # Errors
/// The level is not built.
pub fn at_level(mut statements: Vec<Stmt>, level: Level) -> Result<Vec<Stmt>> {
    let mut cut = Cut { level, missing: false };
    statements.iter_mut().for_each(|s| cut.visit_stmt_mut(s));
    cut.check()?;
    Ok(statements)
}

struct Finder {
    loops: Vec<Result<Loop>>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_block(&mut self, block: &'ast Block) {
        if let Some(number) = block.stmts.iter().find_map(site) {
            self.loops.push(cut(number, block));
        }
        syn::visit::visit_block(self, block);
    }
}

/// The number of the loop, from `static __HOTLOOP_SITE: .. = Site::new(function, file, line, number, ..);`
fn site(statement: &Stmt) -> Option<usize> {
    let Stmt::Item(syn::Item::Static(item)) = statement else { return None };
    let Expr::Call(call) = &*item.expr else { return None };
    let Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. })) = call.args.get(3) else {
        return None;
    };
    (item.ident == "__HOTLOOP_SITE").then(|| number.base10_parse().ok())?
}

fn cut(number: usize, block: &Block) -> Result<Loop> {
    let shape =
        || format!("loop #{number} is not of the shape that is known; this is a bug in cargo-hotloop");
    let body = block.stmts.iter().find_map(labeled).with_context(shape)?;
    let Some((first, rest)) = body.stmts.split_first() else { bail!(shape()) };
    let outer = find_if(first, &|c| c == "! __hotloop_plain").with_context(shape)?;
    let known = find_if(first, &|c| c == "__hotloop_d0 . known ()").with_context(shape)?;
    let Some(Stmt::Expr(Expr::If(asked), _)) = known.then_branch.stmts.last() else { bail!(shape()) };
    if !text(&asked.cond).starts_with("true") {
        bail!(shape());
    }
    let fast = asked.then_branch.stmts.clone();
    let marker = syn::Ident::new(FAST, proc_macro2::Span::call_site());
    let mut guard = Expr::If(outer.clone());
    let mut replace =
        Replace { fast: &asked.then_branch, with: syn::parse_quote!({ #marker; }), done: false };
    replace.visit_expr_mut(&mut guard);
    if !replace.done {
        bail!(shape());
    }
    let compares = |s: &Stmt| text(s).starts_with("if __hotloop_check . compares ()");
    let original = rest.iter().filter(|s| !compares(s)).cloned().collect();
    Ok(Loop { number, guard: vec![Stmt::Expr(guard, None)], fast, original })
}

fn labeled(statement: &Stmt) -> Option<&Block> {
    match statement {
        Stmt::Expr(Expr::Block(b), _) => {
            b.label.as_ref().is_some_and(|l| l.name.ident == "__hotloop").then_some(&b.block)
        }
        _ => None,
    }
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// The first `if` whose condition is this.
fn find_if(statement: &Stmt, is: &dyn Fn(&str) -> bool) -> Option<ExprIf> {
    struct Search<'a> {
        is: &'a dyn Fn(&str) -> bool,
        found: Option<ExprIf>,
    }
    impl<'ast> Visit<'ast> for Search<'_> {
        fn visit_expr_if(&mut self, e: &'ast ExprIf) {
            if self.found.is_none() && (self.is)(&text(&e.cond)) {
                self.found = Some(e.clone());
            }
            if self.found.is_none() {
                syn::visit::visit_expr_if(self, e);
            }
        }
    }
    let mut search = Search { is, found: None };
    search.visit_stmt(statement);
    search.found
}

struct Replace<'a> {
    fast: &'a Block,
    with: Block,
    done: bool,
}

impl VisitMut for Replace<'_> {
    fn visit_expr_if_mut(&mut self, e: &mut ExprIf) {
        if &e.then_branch == self.fast {
            e.then_branch = self.with.clone();
            self.done = true;
            return;
        }
        syn::visit_mut::visit_expr_if_mut(self, e);
    }
}

/// Puts the closure of one level in the place of the call that chooses between all.
struct Cut {
    level: Level,
    missing: bool,
}

impl Cut {
    fn check(&self) -> Result<()> {
        if self.missing {
            let help = "`isa(..)` in the attribute, or HOTLOOP_BUILD_ISA, leaves it out";
            bail!("the function is not built for {}\nhelp: {help}", self.level.name());
        }
        Ok(())
    }
}

impl VisitMut for Cut {
    fn visit_expr_mut(&mut self, e: &mut Expr) {
        let closure = match e {
            Expr::Call(call) if is_levels(&call.func) => call.args.get(2 + self.level as usize).cloned(),
            _ => None,
        };
        match closure {
            Some(Expr::Closure(c)) if c.inputs.is_empty() => *e = *c.body,
            Some(closure @ Expr::Closure(_)) => *e = closure,
            Some(_) => self.missing = true,
            None => {}
        }
        syn::visit_mut::visit_expr_mut(self, e);
    }
}

fn is_levels(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let mut last = path.path.segments.iter().rev().map(|s| s.ident.to_string());
    matches!(last.next().as_deref(), Some("levels" | "levels_with_tables"))
        && last.next().as_deref() == Some("__private")
}
