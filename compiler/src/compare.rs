//! What `cargo hotloop compare --run` asks of a build: one function as it is, or without its attribute, and in either
//! with a module in its body that calls it.
//!
//! In: the environment variable [`ASKED`]. Out: the function that it means, with the module; every other item as it was. In
//! a build in which nobody asks, and that is each ordinary one, nothing of this happens. The module stands inside of
//! the function because that is the one place that an attribute on a method can write to, and from which everything is in
//! reach that the function's own module can name, private or not.

use crate::walk::VisitMut;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use std::path::{Path, PathBuf};

/// The environment variable: four lines, see [`Asked::read`].
pub const ASKED: &str = "HOTLOOP_COMPARE";

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Is it to be as written, without the attribute?
    pub plain: bool,
    /// The source file, in its canonical form.
    pub file: PathBuf,
    /// The line of the function's name.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// The file that the module consists of.
    pub module: String,
}

impl Asked {
    /// The lines `plain` or `annotated`, `LINE NAME`, source file, file of the module.
    pub fn read(text: &str) -> Option<Asked> {
        let mut lines = text.lines();
        let plain = match lines.next()? {
            "plain" => true,
            "annotated" => false,
            _ => return None,
        };
        let (line, name) = lines.next()?.split_once(' ')?;
        let (file, module) = (lines.next()?.into(), lines.next()?.to_owned());
        Some(Asked { plain, file, line: line.parse().ok()?, name: name.to_owned(), module })
    }

    /// What [`Asked::read`] reads.
    pub fn write(&self) -> String {
        let form = if self.plain { "plain" } else { "annotated" };
        format!("{form}\n{} {}\n{}\n{}", self.line, self.name, self.file.display(), self.module)
    }

    /// Is it this function's name?
    fn means(&self, name: &Ident, file: &dyn Fn(&Ident) -> Option<PathBuf>) -> bool {
        *name == self.name
            && name.span().start().line == self.line
            && file(name).is_some_and(|path| path == self.file)
    }
}

/// Where a name is written.
fn place(name: &Ident) -> Option<PathBuf> {
    name.span().local_file()?.canonicalize().ok()
}

/// The item that is to stand in the place of these two, where somebody asks for it.
pub fn answer(annotated: TokenStream, plain: TokenStream) -> TokenStream {
    match std::env::var(ASKED).ok().and_then(|text| Asked::read(&text)) {
        Some(asked) => chosen(&asked, annotated, plain, &place),
        None => annotated,
    }
}

fn chosen(
    asked: &Asked,
    annotated: TokenStream,
    plain: TokenStream,
    file: &dyn Fn(&Ident) -> Option<PathBuf>,
) -> TokenStream {
    let form = if asked.plain { plain } else { annotated.clone() };
    // Items that are not read (there are none that are known) have no module, which the command finds out.
    let Ok(mut items) = syn::parse2::<syn::File>(form) else { return annotated };
    let mut insert = Insert { asked, file, done: false };
    insert.visit_file_mut(&mut items);
    if insert.done { items.to_token_stream() } else { annotated }
}

struct Insert<'a> {
    asked: &'a Asked,
    file: &'a dyn Fn(&Ident) -> Option<PathBuf>,
    done: bool,
}

impl Insert<'_> {
    fn function(&mut self, name: &Ident, body: &mut syn::Block) {
        if !self.done && self.asked.means(name, self.file) {
            body.stmts.insert(0, module(Path::new(&self.asked.module)));
            self.done = true;
        }
    }
}

/// `mod __hotloop_compare { use super::*; include!("/../subject.rs"); }`: errors of rustc in it name that file.
fn module(path: &Path) -> syn::Stmt {
    let path = path.display().to_string();
    syn::parse_quote!(
        mod __hotloop_compare {
            use super::*;
            include!(#path);
        }
    )
}

impl VisitMut for Insert<'_> {
    fn visit_item_fn_mut(&mut self, f: &mut syn::ItemFn) {
        self.function(&f.sig.ident, &mut f.block);
    }
    fn visit_impl_item_fn_mut(&mut self, f: &mut syn::ImplItemFn) {
        self.function(&f.sig.ident, &mut f.block);
    }
    fn visit_trait_item_fn_mut(&mut self, f: &mut syn::TraitItemFn) {
        if let Some(body) = &mut f.default {
            self.function(&f.sig.ident, body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(plain: bool, name: &str) -> Asked {
        let (file, module) = ("/a b/kernels.rs".into(), "/t/\"x\".rs".to_owned());
        Asked { plain, file, line: 1, name: name.into(), module }
    }

    fn made(asked: &Asked, annotated: &str, plain: &str) -> String {
        let file = asked.file.clone();
        let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
        chosen(asked, tokens(annotated), tokens(plain), &|_| Some(file.clone())).to_string()
    }

    #[test]
    fn a_wish_is_read_as_it_was_written() {
        for plain in [true, false] {
            assert_eq!(Asked::read(&asked(plain, "f").write()), Some(asked(plain, "f")));
        }
        assert_eq!(Asked::read("1"), None);
        assert_eq!(Asked::read("plain\nx f\na\nb"), None);
    }

    #[test]
    fn the_function_that_is_meant_gets_the_module() {
        let module = "mod __hotloop_compare { use super :: * ; include ! (\"/t/\\\"x\\\".rs\") ; }";
        assert_eq!(
            made(&asked(false, "f"), "fn f(a: u8) { 1; }", "fn f(a: u8) { 2; }"),
            format!("fn f (a : u8) {{ {module} 1 ; }}")
        );
        assert_eq!(
            made(&asked(true, "f"), "fn f(&self) { 1; }", "fn f(&self) { 2; }"),
            format!("fn f (& self) {{ {module} 2 ; }}")
        );
        let block = "impl A { fn g () { } fn f () { } }";
        assert_eq!(
            made(&asked(true, "f"), "impl A { }", block),
            format!("impl A {{ fn g () {{ }} fn f () {{ {module} }} }}")
        );
        let block = "trait A { fn g () ; fn f () { } }";
        assert_eq!(
            made(&asked(false, "f"), block, ""),
            format!("trait A {{ fn g () ; fn f () {{ {module} }} }}")
        );
    }

    #[test]
    fn all_others_stay_as_they_are() {
        for wish in [asked(true, "g"), asked(false, "g"), Asked { line: 2, ..asked(true, "f") }] {
            assert_eq!(made(&wish, "fn f () { 1 }", "fn f () { 2 }"), "fn f () { 1 }");
        }
        // A file of another name, or one that is not known.
        let tokens: TokenStream = "fn f () { 1 }".parse().unwrap();
        for file in [None, Some("/b.rs".into())] {
            let got = chosen(&asked(true, "f"), tokens.clone(), TokenStream::new(), &|_| file.clone());
            assert_eq!(got.to_string(), tokens.to_string());
        }
        // Nobody asks in the build of the tests.
        assert_eq!(answer(tokens.clone(), TokenStream::new()).to_string(), tokens.to_string());
    }
}
