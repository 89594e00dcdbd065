//! What an expansion has, counted from its tokens alone: nothing of the emitter's own account is used.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Unsafe functions of the runtime that reach an element without a check.
const UNCHECKED: [&str; 8] = ["at", "get", "ptr", "cell", "inner", "row_len", "sub", "sub_mut"];
/// Those that check, and are unsafe because of what they make of it; and safe ones that check.
const CHECKED: [&str; 10] = [
    "checked",
    "get_checked",
    "checked_mut",
    "ptr_checked",
    "row_checked",
    "row_len_checked",
    "inner_checked",
    "sub_checked",
    "sub_mut_checked",
    "at_checked",
];
/// Unsafe functions that reach no element.
const OTHERS: [&str; 7] = ["hold", "part", "part_mut", "gathered", "packed", "assume", "erase"];

/// Is it the name of an unsafe function of the runtime that generated code may call?
pub fn is_known(name: &str) -> bool {
    UNCHECKED.contains(&name) || CHECKED.contains(&name) || OTHERS.contains(&name)
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    UNCHECKED.into_iter().chain(CHECKED).chain(OTHERS)
}

/// Does it keep an access in bounds by a check?
pub fn is_check(name: &str) -> bool {
    CHECKED.contains(&name)
}

/// Does it reach an element without a check?
pub fn is_unchecked(name: &str) -> bool {
    UNCHECKED.contains(&name.trim_start_matches("held."))
}

/// One helper that is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Helper {
    /// Line and column (from 1) of what it is about.
    pub place: (usize, usize),
    /// Its name.
    pub name: String,
    /// Is it called in `unsafe`?
    pub is_unsafe: bool,
}

/// How a loop is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// A call of the pool.
    Parallel,
    /// The same, held to one thread by us.
    Alone,
    /// In one piece.
    Serial,
}

/// One loop of an expansion.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The function, the line and the number of its `Site`.
    pub function: String,
    pub line: usize,
    pub number: usize,
    /// The texts of its `Site`.
    pub texts: Vec<String>,
    /// Its conditions: whether each is more than `true`.
    pub guard: Vec<bool>,
    /// How it is run.
    pub runs: Runs,
    /// The helpers of each level, as often as they stand there.
    pub levels: Vec<Vec<Helper>>,
    /// Those in front of the chunks, and after them.
    pub around: Vec<Helper>,
}

impl Counted {
    /// Each helper once.
    pub fn helpers(&self) -> BTreeSet<Helper> {
        self.levels.iter().flatten().chain(&self.around).cloned().collect()
    }
}

/// All loops of an expansion.
pub fn loops(tokens: &TokenStream) -> Vec<Counted> {
    let mut found = Vec::new();
    walk(&flat(tokens.clone()), &mut found);
    found
}

/// Every `unsafe` of ours that is in no loop's fast form, nor in a model, which never runs.
pub fn stray(tokens: &TokenStream) -> usize {
    all_unsafe(tokens)
        - loops(tokens)
            .iter()
            .map(|l| l.levels.iter().flatten().chain(&l.around).filter(|h| h.is_unsafe).count())
            .sum::<usize>()
}

/// `if false { .. }` aside.
fn all_unsafe(tokens: &TokenStream) -> usize {
    let tokens = flat(tokens.clone());
    let mut count = 0;
    for (n, token) in tokens.iter().enumerate() {
        let is_model = n >= 2 && word(&tokens[n - 1], "false") && word(&tokens[n - 2], "if");
        match token {
            TokenTree::Group(g) if !is_model => count += all_unsafe(&g.stream()),
            TokenTree::Ident(name) => count += usize::from(name == "unsafe" && is_ours(name.span())),
            _ => {}
        }
    }
    count
}

/// The tokens, without groups that have no delimiter.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut out = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(g) if g.delimiter() == Delimiter::None => out.extend(flat(g.stream())),
            token => out.push(token),
        }
    }
    out
}

fn word(token: &TokenTree, is: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if name == is)
}

fn punct(token: &TokenTree, is: char) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == is)
}

fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(g)) if g.delimiter() == delimiter => Some(g),
        _ => None,
    }
}

/// The user's own `unsafe` has its text in the source.
fn is_ours(span: Span) -> bool {
    span.source_text().as_deref() != Some("unsafe")
}

fn walk(tokens: &[TokenTree], found: &mut Vec<Counted>) {
    let site = tokens.windows(2).position(|w| word(&w[0], "static") && word(&w[1], "__HOTLOOP_SITE"));
    if let Some(at) = site {
        found.push(counted(&tokens[at..]));
    }
    for token in tokens {
        if let TokenTree::Group(g) = token {
            walk(&flat(g.stream()), found);
        }
    }
}

/// The rest of a block, from its `static __HOTLOOP_SITE: .. = Site::new(function, file, line, number, &[texts]);` on.
fn counted(tokens: &[TokenTree]) -> Counted {
    let new = tokens.iter().position(|t| word(t, "new")).expect("a `Site::new`");
    let site = arguments(group(tokens.get(new + 1), Delimiter::Parenthesis).expect("its arguments"));
    let number = |n: usize| {
        let text = site[n].iter().map(ToString::to_string).collect::<String>();
        text.trim_end_matches("u32").parse().expect("a number")
    };
    let texts = group(site[4].last(), Delimiter::Bracket).expect("a list of texts");
    let block = tokens.windows(2).position(|w| punct(&w[0], '\'') && word(&w[1], "__hotloop"));
    let block = group(tokens.get(block.expect("the block") + 3), Delimiter::Brace).expect("its braces");
    let fast = after(&flat(block.stream()), &|t| {
        t.len() == 3 && word(&t[0], "if") && punct(&t[1], '!') && word(&t[2], "__hotloop_plain")
    });
    let fast = flat(fast.expect("`if !plain`").stream());
    let (guard, inner) = guard(&fast).expect("a guard");
    let mut levels = Vec::new();
    let mut around = Vec::new();
    helpers(&fast, &mut around, &mut levels);
    let mut within = Vec::new();
    helpers(&flat(inner.stream()), &mut Vec::new(), &mut within);
    assert_eq!((levels.len(), within.len()), (1, 1), "one choice of a level, behind the guard");
    Counted {
        function: text(&site[0][0]),
        line: number(2),
        number: number(3),
        texts: arguments(texts).iter().map(|t| text(&t[0])).collect(),
        guard,
        runs: runs(&fast),
        levels: levels.remove(0),
        around,
    }
}

fn text(token: &TokenTree) -> String {
    let literal: syn::LitStr = syn::parse2(token.clone().into()).expect("a text");
    literal.value()
}

/// What stands between the commas.
fn arguments(of: &Group) -> Vec<Vec<TokenTree>> {
    let tokens = flat(of.stream());
    let parts = tokens.split(|t| punct(t, ',')).map(<[TokenTree]>::to_vec);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The braces behind the first three tokens of which `is` says so.
fn after(tokens: &[TokenTree], is: &dyn Fn(&[TokenTree]) -> bool) -> Option<Group> {
    for (n, token) in tokens.iter().enumerate() {
        if is(&tokens[n.saturating_sub(3)..n])
            && let Some(g) = group(Some(token), Delimiter::Brace)
        {
            return Some(g.clone());
        }
        if let TokenTree::Group(g) = token
            && let Some(found) = after(&flat(g.stream()), is)
        {
            return Some(found);
        }
    }
    None
}

/// The conditions `let g0 = ..; ..` and what stands behind `if true & g0 & ..`.
fn guard(tokens: &[TokenTree]) -> Option<(Vec<bool>, Group)> {
    for token in tokens {
        if let TokenTree::Group(g) = token {
            let inside = flat(g.stream());
            let is_guard = |w: &[TokenTree]| word(&w[0], "let") && name_of(&w[1], "__hotloop_g").is_some();
            if inside.windows(2).any(is_guard) || joined(&inside).is_some() {
                return Some(guard_here(&inside));
            }
            if let Some(found) = guard(&inside) {
                return Some(found);
            }
        }
    }
    None
}

fn name_of(token: &TokenTree, prefix: &str) -> Option<usize> {
    match token {
        TokenTree::Ident(name) => name.to_string().strip_prefix(prefix)?.parse().ok(),
        _ => None,
    }
}

/// The position of `if true`, the names behind it, and the braces.
fn joined(tokens: &[TokenTree]) -> Option<(BTreeSet<usize>, Group)> {
    let start = tokens.windows(3).position(|w| {
        word(&w[0], "if")
            && word(&w[1], "true")
            && (punct(&w[2], '&') || group(Some(&w[2]), Delimiter::Brace).is_some())
    })?;
    let rest = &tokens[start + 2..];
    let end = rest.iter().position(|t| group(Some(t), Delimiter::Brace).is_some())?;
    let names = rest[..end].iter().filter_map(|t| name_of(t, "__hotloop_g")).collect();
    Some((names, group(rest.get(end), Delimiter::Brace)?.clone()))
}

fn guard_here(tokens: &[TokenTree]) -> (Vec<bool>, Group) {
    let mut conditions = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        if let Some(number) = name_of(token, "__hotloop_g").filter(|_| n > 0 && word(&tokens[n - 1], "let")) {
            assert_eq!(number, conditions.len(), "conditions are numbered in turn");
            conditions.push(!(word(&tokens[n + 2], "true") && punct(&tokens[n + 3], ';')));
        }
    }
    let (names, fast) = joined(tokens).expect("the conditions are asked");
    assert_eq!(names, (0..conditions.len()).collect(), "every condition is asked");
    (conditions, fast)
}

/// The calls of the pool.
fn runs(tokens: &[TokenTree]) -> Runs {
    const POOL: [&str; 6] = [
        "for_range",
        "for_range_within",
        "reduce_range",
        "reduce_range_within",
        "reduce_pairs",
        "reduce_pairs_within",
    ];
    let mut found = Runs::Serial;
    for (n, token) in tokens.iter().enumerate() {
        let called = |name: &str| {
            // `::hotloop::__private::name(..)`
            n >= 3 && word(token, name) && punct(&tokens[n - 1], ':') && word(&tokens[n - 3], "__private")
        };
        if let Some(arguments) = group(tokens.get(n + 1), Delimiter::Parenthesis)
            && (POOL.iter().any(|name| called(name)) || called("search") || called("pack_range"))
        {
            let text = arguments.stream().to_string().replace(' ', "");
            let alone = text.starts_with("::hotloop::__private::Limits::none().threads(1");
            return if alone { Runs::Alone } else { Runs::Parallel };
        }
        if let TokenTree::Group(g) = token {
            let inside = runs(&flat(g.stream()));
            if inside != Runs::Serial {
                found = inside;
            }
        }
    }
    found
}

/// Helpers of some code; of each choice of a level, those of the levels apart.
fn helpers(tokens: &[TokenTree], into: &mut Vec<Helper>, levels: &mut Vec<Vec<Vec<Helper>>>) {
    for (n, token) in tokens.iter().enumerate() {
        if word(token, "levels") || word(token, "levels_with_tables") {
            let arguments = arguments(group(tokens.get(n + 1), Delimiter::Parenthesis).expect("a call"));
            let built = arguments[2..].iter().filter(|a| a.iter().any(|t| matches!(t, TokenTree::Group(_))));
            let own = built.map(|level| {
                let mut own = Vec::new();
                helpers(level, &mut own, &mut Vec::new());
                own
            });
            levels.push(own.collect());
        }
        let Some(TokenTree::Group(g)) = Some(token) else { continue };
        if n > 0 && (word(&tokens[n - 1], "levels") || word(&tokens[n - 1], "levels_with_tables")) {
            continue;
        }
        let inside = flat(g.stream());
        match n.checked_sub(1).map(|before| &tokens[before]) {
            Some(TokenTree::Ident(name)) if name == "unsafe" && is_ours(name.span()) => {
                into.push(one(&inside))
            }
            Some(TokenTree::Ident(name)) if is_check(&name.to_string()) && of_ours(tokens, n - 1) => {
                into.push(Helper { place: place(name.span()), name: name.to_string(), is_unsafe: false });
                helpers(&inside, into, levels);
            }
            _ => helpers(&inside, into, levels),
        }
    }
}

/// Is the method at this position called on a local of ours?
fn of_ours(tokens: &[TokenTree], at: usize) -> bool {
    let ours =
        |t: &TokenTree| matches!(t, TokenTree::Ident(name) if name.to_string().starts_with("__hotloop_"));
    at >= 2 && punct(&tokens[at - 1], '.') && ours(&tokens[at - 2])
}

fn place(span: Span) -> (usize, usize) {
    (span.start().line, span.start().column + 1)
}

/// The one helper in the braces of an `unsafe`.
fn one(tokens: &[TokenTree]) -> Helper {
    let helper = |name: &str, span| Helper { place: place(span), name: name.into(), is_unsafe: true };
    let mut found = Vec::new();
    called(tokens, &mut found);
    match (found.as_slice(), tokens) {
        ([one], _) => one.clone(),
        ([], [and, raw, ..]) if punct(and, '&') && word(raw, "raw") => helper("raw", raw.span()),
        ([], [and, unique, star, ..]) if word(unique, "mut") && punct(star, '*') => {
            helper("&mut", and.span())
        }
        ([], [and, star, ..]) if punct(and, '&') && punct(star, '*') => helper("&", and.span()),
        _ => panic!("an `unsafe` that is not known: {}", tokens.iter().cloned().collect::<TokenStream>()),
    }
}

/// What a helper is called on, unless that is a view, a pointer or an exemplar.
fn receiver(tokens: &[TokenTree], at: usize) -> String {
    let before = at.checked_sub(2).map(|n| tokens[n].to_string()).unwrap_or_default();
    let stem = before.trim_start_matches("__hotloop_").trim_end_matches(|c: char| c.is_ascii_digit());
    if ["items", "slots", "held"].contains(&stem) { format!("{stem}.") } else { String::new() }
}

fn called(tokens: &[TokenTree], into: &mut Vec<Helper>) {
    for (n, token) in tokens.iter().enumerate() {
        let call = group(tokens.get(n + 1), Delimiter::Parenthesis).is_some();
        match token {
            TokenTree::Ident(name) if call && is_known(&name.to_string()) => {
                let whole = format!("{}{name}", receiver(tokens, n));
                into.push(Helper { place: place(name.span()), name: whole, is_unsafe: true });
            }
            TokenTree::Group(g) => called(&flat(g.stream()), into),
            _ => {}
        }
    }
}
