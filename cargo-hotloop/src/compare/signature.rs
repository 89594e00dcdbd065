//! What a function takes and gives, as far as inputs can be made for it.

use crate::package::{Found, Function};
use crate::{Failure, Outcome};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{FnArg, GenericParam, ItemFn, Pat, Type};

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// The type of its elements, or its own.
    pub element: String,
    /// Is it a list?
    pub list: bool,
    /// What stands in front of it in the call: nothing, `&` or `&mut `.
    pub passed: &'static str,
}

impl Argument {
    /// Can the caller see what the function did to it?
    pub fn is_seen(&self) -> bool {
        self.passed == "&mut "
    }
}

/// A function that can be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The types for its parameters.
    pub types: Vec<String>,
}

const PRIMITIVES: [&str; 16] = [
    "f32", "f64", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    "bool", "char",
];

/// Reads the signature; `with` are the types for type parameters, `T=f64`.
///
/// # Errors
/// Something for which no inputs can be made: what, and what to do.
pub fn read(function: &Function, found: &Found, with: &[String]) -> Outcome<Signature> {
    of(&item(function, found)?, with).map_err(|what| {
        let help = "help: write a `pub` function that takes what can be made (primitives, slices, `Vec`) and calls it, \
                    with `#[accel]` on it too, or compare in a test: `HOTLOOP_VERIFY=1` holds each loop to its original";
        Failure::Usage(format!("no inputs can be made for `{}`: {what}\n{help}", function.path))
    })
}

/// How each argument is passed, with its name: all that is needed where somebody else makes the inputs.
pub fn passing(function: &Function, found: &Found) -> Outcome<Vec<(String, &'static str)>> {
    let item = item(function, found)?;
    let passed = item.sig.inputs.iter().enumerate().map(|(n, input)| match input {
        FnArg::Typed(input) => {
            let name = match &*input.pat {
                Pat::Ident(name) => name.ident.to_string(),
                _ => format!("argument {}", n + 1),
            };
            (name, reference(&input.ty).0)
        }
        FnArg::Receiver(r) => {
            let passed = match (&r.reference, &r.mutability) {
                (None, _) => "",
                (Some(_), None) => "&",
                (Some(_), Some(_)) => "&mut ",
            };
            ("self".to_owned(), passed)
        }
    });
    Ok(passed.collect())
}

/// What stands in front of an argument of this type, and what is behind it.
fn reference(ty: &Type) -> (&'static str, &Type) {
    match ty {
        Type::Reference(r) if r.mutability.is_some() => ("&mut ", &*r.elem),
        Type::Reference(r) => ("&", &*r.elem),
        other => ("", other),
    }
}

fn item(function: &Function, found: &Found) -> Outcome<ItemFn> {
    let text = found.texts.get(&function.file).map(String::as_str).unwrap_or_default();
    let (skip, end) = (function.lines.start() - 1, *function.lines.end());
    let lines: Vec<&str> = text.lines().take(end).skip(skip).collect();
    syn::parse_str(&lines.join("\n"))
        .map_err(|e| Failure::Usage(format!("the signature of `{}` is not understood: {e}", function.path)))
}

fn of(item: &ItemFn, with: &[String]) -> Result<Signature, String> {
    let mut given = BTreeMap::new();
    for pair in with {
        let (name, ty) =
            pair.split_once('=').ok_or_else(|| format!("`--with {pair}` is not of the form `T=f64`"))?;
        given.insert(name.trim().to_owned(), ty.trim().to_owned());
    }
    let mut types = Vec::new();
    for parameter in &item.sig.generics.params {
        match parameter {
            GenericParam::Lifetime(_) => {}
            GenericParam::Type(t) => {
                let name = t.ident.to_string();
                let ty = given
                    .get(&name)
                    .ok_or_else(|| format!("choose its type `{name}`: `--with {name}=f64`"))?;
                types.push(ty.clone());
            }
            GenericParam::Const(c) => return Err(format!("it has the constant parameter `{}`", c.ident)),
        }
    }
    if let Some(name) = given.keys().find(|n| !item.sig.generics.type_params().any(|p| p.ident == n)) {
        return Err(format!("it has no type parameter `{name}`"));
    }
    let arguments =
        item.sig.inputs.iter().map(|input| argument(input, &given)).collect::<Result<Vec<_>, _>>()?;
    if let syn::ReturnType::Type(_, ty) = &item.sig.output {
        result(ty, &given)?;
    }
    Ok(Signature { arguments, types })
}

fn argument(input: &FnArg, given: &BTreeMap<String, String>) -> Result<Argument, String> {
    let FnArg::Typed(input) = input else {
        return Err("it is a method, and its `self` cannot be made".into());
    };
    let Pat::Ident(name) = &*input.pat else {
        return Err(format!("the pattern `{}` is not a name", input.pat.to_token_stream()));
    };
    let (passed, inner) = reference(&input.ty);
    let (list, element) = match inner {
        Type::Slice(s) => (true, &*s.elem),
        other => vec_of(other).map_or((false, other), |element| (true, element)),
    };
    let unknown = || format!("the type `{}` of `{}` is not known", input.ty.to_token_stream(), name.ident);
    let element = primitive(element, given).ok_or_else(unknown)?;
    Ok(Argument { name: name.ident.to_string(), element, list, passed })
}

/// `T` of `Vec<T>`.
fn vec_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|s| s.ident == "Vec")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

fn primitive(ty: &Type, given: &BTreeMap<String, String>) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let name = path.path.get_ident()?.to_string();
    let name = given.get(&name).cloned().unwrap_or(name);
    PRIMITIVES.contains(&name.as_str()).then_some(name)
}

/// Can a result of this type be shown?
fn result(ty: &Type, given: &BTreeMap<String, String>) -> Result<(), String> {
    match ty {
        Type::Tuple(t) if t.elems.len() <= 4 => t.elems.iter().try_for_each(|ty| result(ty, given)),
        Type::Array(a) => result(&a.elem, given),
        _ if primitive(ty, given).is_some() => Ok(()),
        _ => match vec_of(ty) {
            Some(element) => result(element, given),
            None => Err(format!("its result has the type `{}`, which is not known", ty.to_token_stream())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, with: &[&str]) -> Result<Signature, String> {
        let with: Vec<String> = with.iter().map(|w| (*w).to_owned()).collect();
        of(&syn::parse_str(text).unwrap(), &with)
    }

    #[test]
    fn slices_vectors_and_scalars_are_arguments() {
        let s = read_text(
            "fn f<T: Copy>(a: &[T], v: Vec<u8>, w: &mut Vec<f32>, n: usize, m: &mut T) -> (T, Vec<T>) { todo!() }",
            &["T=f64"],
        );
        let s = s.unwrap();
        let seen: Vec<_> = s.arguments.iter().map(|a| (a.element.as_str(), a.list, a.passed)).collect();
        let expected = [
            ("f64", true, "&"),
            ("u8", true, ""),
            ("f32", true, "&mut "),
            ("usize", false, ""),
            ("f64", false, "&mut "),
        ];
        assert_eq!(seen, expected);
        assert_eq!(s.types, ["f64"]);
    }

    #[test]
    fn what_cannot_be_made_is_said() {
        let why = |text: &str, with: &[&str]| read_text(text, with).unwrap_err();
        assert_eq!(why("fn f<T>(a: &[T]) {}", &[]), "choose its type `T`: `--with T=f64`");
        assert_eq!(why("fn f(a: &[u8]) {}", &["T=f64"]), "it has no type parameter `T`");
        assert_eq!(why("fn f(&self) {}", &[]), "it is a method, and its `self` cannot be made");
        assert_eq!(why("fn f(a: &Grid) {}", &[]), "the type `& Grid` of `a` is not known");
        assert_eq!(why("fn f() -> Grid {}", &[]), "its result has the type `Grid`, which is not known");
        assert_eq!(why("fn f<const N: usize>(a: [u8; N]) {}", &[]), "it has the constant parameter `N`");
    }
}
