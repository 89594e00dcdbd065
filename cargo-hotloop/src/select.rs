//! Which functions a name means: all whose path ends in it.

use crate::package::{Found, Function, Unseen};
use crate::{Failure, Outcome};

/// How many candidates an error lists.
const LISTED: usize = 12;

/// How alike two names have to be to be suggested (1 is equal).
const ALIKE: f64 = 0.6;

/// The functions of these names; all of them without a name.
///
/// # Errors
/// A name that no function has.
pub fn all<'a>(found: &'a Found, names: &[String]) -> Outcome<Vec<&'a Function>> {
    let functions = &found.functions;
    for name in names {
        if !functions.iter().any(|f| is_named(f, name)) {
            let known = functions.iter().map(|f| f.path.clone());
            let text = unknown("annotated function", name, known);
            // Who is nearly right has found it.
            let more = if text.contains("did you mean") { String::new() } else { elsewhere(found) };
            return Err(Failure::Usage(format!("{text}{more}")));
        }
    }
    let wanted = |f: &&Function| names.is_empty() || names.iter().any(|name| is_named(f, name));
    Ok(functions.iter().filter(wanted).collect())
}

/// The one function of this name.
///
/// # Errors
/// No function has it, or several.
pub fn one<'a>(found: &'a Found, name: &str) -> Outcome<&'a Function> {
    let found = all(found, &[name.to_owned()])?;
    // The whole path decides between `f` and `module::f`.
    let exact: Vec<&&Function> = found.iter().filter(|f| f.path == name).collect();
    match (found.as_slice(), exact.as_slice()) {
        ([one], _) => Ok(one),
        (_, [one]) => Ok(one),
        (many, _) => {
            let list: Vec<String> =
                many.iter().map(|f| format!("\n  {} ({}:{})", f.path, f.shown, f.lines.start())).collect();
            let help = "\nhelp: write more of the path, or choose with --file, --lib, --bin, --example or -p";
            Err(Failure::Usage(format!("`{name}` means several functions:{}{help}", list.concat())))
        }
    }
}

/// Where a function may be that is not found.
fn elsewhere(found: &Found) -> String {
    let place = |u: &Unseen| match u.line {
        0 => u.file.clone(),
        line => format!("{}:{line}", u.file),
    };
    match found.unseen.as_slice() {
        [] if found.functions.is_empty() => format!("\nhelp: {NOTHING}"),
        [] => String::new(),
        [one] => format!("\nnot seen: {}: {}", place(one), one.what),
        [one, more @ ..] => {
            format!(
                "\nnot seen: {}: {}, and {} more, which `cargo hotloop report` lists",
                place(one),
                one.what,
                more.len()
            )
        }
    }
}

/// What may help where there is nothing at all.
pub const NOTHING: &str = "put `#[hotloop::accel]` on a function with loops; examples, tests and benchmarks are looked at with `--all-targets`";

/// `Grid::step` names `a::Grid::step`, `a::<Grid as Relax>::step` and `a::Grid<T>::step`.
fn is_named(function: &Function, name: &str) -> bool {
    let wanted = segments(name);
    let written = segments(&function.path);
    let plain: Vec<String> = written.iter().map(|s| of_type(s)).collect();
    let bare: Vec<String> = plain.iter().map(|s| without_parameters(s)).collect();
    written.ends_with(&wanted) || plain.ends_with(&wanted) || bare.ends_with(&wanted)
}

/// `Grid<T>` as `Grid`.
fn without_parameters(segment: &str) -> String {
    segment.split_once('<').filter(|(name, _)| !name.is_empty()).map_or(segment, |(name, _)| name).to_owned()
}

/// `<Grid as Relax>` as `Grid`.
fn of_type(segment: &str) -> String {
    let inner = segment.strip_prefix('<').and_then(|s| s.strip_suffix('>'));
    inner.map_or(segment, |s| s.split(" as ").next().unwrap_or(s)).to_owned()
}

/// The parts of a path between `::`, where those inside of `<..>` do not count.
fn segments(path: &str) -> Vec<String> {
    let (mut parts, mut depth, mut part) = (Vec::new(), 0, String::new());
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            ':' if depth == 0 && chars.peek() == Some(&':') => {
                chars.next();
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
}

/// Has the function type parameters (or arguments of type `impl Trait`)?
pub fn is_generic(function: &Function) -> bool {
    let Ok(item) = syn::parse2::<syn::ItemFn>(function.tokens.clone()) else { return false };
    let implied = item.sig.inputs.iter().any(|i| match i {
        syn::FnArg::Typed(t) => matches!(&*t.ty, syn::Type::ImplTrait(_)),
        syn::FnArg::Receiver(_) => false,
    });
    implied
        || item.sig.generics.type_params().next().is_some()
        || item.sig.generics.const_params().next().is_some()
}

/// `there is no X`, with the nearest that there are.
pub fn unknown(what: &str, name: &str, known: impl Iterator<Item = String>) -> String {
    let mut known: Vec<String> = known.collect();
    known.sort();
    known.dedup();
    if known.is_empty() {
        return format!("there is no {what} `{name}`, nor any other");
    }
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
    let likeness =
        |k: &String| strsim::jaro_winkler(k, name).max(strsim::jaro_winkler(&last(k), &last(name)));
    let best =
        known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|k| likeness(k) >= ALIKE);
    let help = match best {
        Some(best) => format!("help: did you mean `{best}`?"),
        None => {
            let more = if known.len() > LISTED { ", .." } else { "" };
            let list: Vec<String> = known.iter().take(LISTED).map(|k| format!("`{k}`")).collect();
            let are = if known.len() == 1 { "is" } else { "are" };
            format!("help: there {are} {}{more}", list.join(", "))
        }
    };
    format!("there is no {what} `{name}`\n{help}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_outside_of_angle_brackets() {
        assert_eq!(segments("a::<Grid<b::C> as d::Relax>::step"), ["a", "<Grid<b::C> as d::Relax>", "step"]);
        assert_eq!(of_type("<Grid<f64> as Relax>"), "Grid<f64>");
        assert_eq!(of_type("Grid"), "Grid");
        assert_eq!(["Grid<f64>", "<Grid>", "f"].map(without_parameters), ["Grid", "<Grid>", "f"]);
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let known = || ["kernels::softmax", "axpy"].map(str::to_owned).into_iter();
        assert!(unknown("function", "softmx", known()).contains("did you mean `kernels::softmax`?"));
        assert!(unknown("function", "qqq", known()).contains("there are `axpy`, `kernels::softmax`"));
        assert!(unknown("function", "f", std::iter::empty()).contains("nor any other"));
    }
}
