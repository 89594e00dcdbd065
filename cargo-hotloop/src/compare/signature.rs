//! What a function takes and gives, as far as inputs can be made for it.

use super::context::Subject;
use crate::{Failure, Outcome};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{FnArg, Pat, Type};

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

const PRIMITIVES: [&str; 16] = [
    "f32", "f64", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    "bool", "char",
];

/// Types for parameters, by name.
pub type Given = BTreeMap<String, String>;

const INPUTS: &str = "help: `--inputs FUNCTION` names a function of the same crate, `fn(usize) -> (..)`, that makes all arguments \
                      for a number of elements (owned: a `Vec` for a slice, the receiver first)";

/// The types that `--with T=f64` chooses; all that there are to choose, if nothing else says which they are.
///
/// # Errors
/// One of a name that no parameter has, or a parameter without a type.
pub fn given(subject: &Subject, path: &str, with: &[String], all: bool) -> Outcome<Given> {
    chosen(subject, with, all).map_err(|what| Failure::Usage(format!("`{path}`: {what}")))
}

fn chosen(subject: &Subject, with: &[String], all: bool) -> Result<Given, String> {
    let mut given = Given::new();
    for pair in with {
        let (name, ty) =
            pair.split_once('=').ok_or_else(|| format!("`--with {pair}` is not of the form `T=f64`"))?;
        given.insert(name.trim().to_owned(), ty.trim().to_owned());
    }
    let parameters = subject.parameters();
    if let Some(name) = given.keys().find(|n| *n != "Self" && !parameters.iter().any(|(p, _)| p == *n)) {
        return Err(format!("it has no type parameter `{name}`"));
    }
    match parameters.iter().find(|(name, _)| all && !given.contains_key(name)) {
        Some((name, true)) => Err(format!("choose its constant `{name}`\nhelp: `--with {name}=4`")),
        Some((name, false)) => Err(format!("choose its type `{name}`\nhelp: `--with {name}=f64`")),
        None => Ok(given),
    }
}

/// Reads the arguments, for inputs that are made of their types.
///
/// # Errors
/// Something for which no inputs can be made: what, and what to do.
pub fn arguments(subject: &Subject, path: &str, given: &Given) -> Outcome<Vec<Argument>> {
    let signature = &subject.signature;
    let read = || match () {
        () if subject.is_method() => {
            Err("it is a method, and nobody knows how its `self` is made".to_owned())
        }
        () if signature.unsafety.is_some() => {
            Err("it is `unsafe`, and nobody knows which inputs it allows".to_owned())
        }
        () => signature.inputs.iter().map(|input| argument(input, given)).collect(),
    };
    read().map_err(|what| Failure::Usage(format!("no inputs can be made for `{path}`: {what}\n{INPUTS}")))
}

/// How each argument is passed, with its name: all that is needed where somebody else makes the inputs.
pub fn passing(subject: &Subject) -> Vec<(String, &'static str)> {
    let passed = subject.signature.inputs.iter().enumerate().map(|(n, input)| match input {
        FnArg::Typed(input) => {
            let name = match &*input.pat {
                Pat::Ident(name) => name.ident.to_string(),
                _ => format!("argument {}", n + 1),
            };
            (name, reference(&input.ty).0)
        }
        FnArg::Receiver(r) => ("self".to_owned(), reference(&r.ty).0),
    });
    passed.collect()
}

/// What stands in front of an argument of this type, and what is behind it.
fn reference(ty: &Type) -> (&'static str, &Type) {
    match ty {
        Type::Reference(r) if r.mutability.is_some() => ("&mut ", &*r.elem),
        Type::Reference(r) => ("&", &*r.elem),
        other => ("", other),
    }
}

fn argument(input: &FnArg, given: &Given) -> Result<Argument, String> {
    let FnArg::Typed(input) = input else { return Err("it is a method".into()) };
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

fn primitive(ty: &Type, given: &Given) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let name = path.path.get_ident()?.to_string();
    let name = given.get(&name).cloned().unwrap_or(name);
    PRIMITIVES.contains(&name.as_str()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, with: &[&str]) -> Result<Vec<Argument>, String> {
        let words = |failure| match failure {
            Failure::Usage(text) => text.lines().next().unwrap_or_default().to_owned(),
            other => panic!("{other:?}"),
        };
        let subject = Subject::alone(text);
        let with: Vec<String> = with.iter().map(|w| (*w).to_owned()).collect();
        given(&subject, "f", &with, true).and_then(|given| arguments(&subject, "f", &given)).map_err(words)
    }

    #[test]
    fn slices_vectors_and_scalars_are_arguments() {
        let arguments = read_text(
            "fn f<T: Copy>(a: &[T], v: Vec<u8>, w: &mut Vec<f32>, n: usize, m: &mut T) -> Grid { todo!() }",
            &["T=f64"],
        );
        let arguments = arguments.unwrap();
        let seen: Vec<_> = arguments.iter().map(|a| (a.element.as_str(), a.list, a.passed)).collect();
        let expected = [
            ("f64", true, "&"),
            ("u8", true, ""),
            ("f32", true, "&mut "),
            ("usize", false, ""),
            ("f64", false, "&mut "),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn what_cannot_be_made_is_said() {
        let why = |text: &str, with: &[&str]| read_text(text, with).unwrap_err();
        assert_eq!(why("fn f<T>(a: &[T]) {}", &[]), "`f`: choose its type `T`");
        assert_eq!(why("fn f<const N: usize>(a: [u8; N]) {}", &[]), "`f`: choose its constant `N`");
        assert_eq!(why("fn f(a: &[u8]) {}", &["T=f64"]), "`f`: it has no type parameter `T`");
        assert_eq!(why("fn f(a: &[u8]) {}", &["T"]), "`f`: `--with T` is not of the form `T=f64`");
        let none = |text| why(text, &[]).replace("no inputs can be made for `f`: ", "");
        assert_eq!(none("fn f(&self) {}"), "it is a method, and nobody knows how its `self` is made");
        assert_eq!(none("unsafe fn f() {}"), "it is `unsafe`, and nobody knows which inputs it allows");
        assert_eq!(none("fn f(a: &Grid) {}"), "the type `& Grid` of `a` is not known");
    }

    #[test]
    fn references_are_made_in_the_call() {
        let passed =
            |text| passing(&Subject::alone(text)).into_iter().map(|(_, how)| how).collect::<Vec<_>>();
        assert_eq!(passed("fn f(&mut self, a: &[u8], b: Vec<u8>)  {}"), ["&mut ", "&", ""]);
        assert_eq!(passed("fn f(self: &Self, (a, b): (u8, u8)) {}"), ["&", ""]);
        assert_eq!(passed("fn f(self: Box<Self>) {}"), [""]);
    }
}
