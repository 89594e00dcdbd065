//! Visitors of syntax trees. What goes in is a visitor with the methods that it has of its own; what comes out is
//! `syn`'s walk over the tree, which asks it.
//!
//! Every visitor of `syn` compiles all of `syn`'s walkers anew, hundreds of functions, and users wait for that. So the
//! walkers are compiled for one type alone, which hands each node to a visitor behind a pointer. Invariant: the nodes
//! and their order are those of `syn::visit` and `syn::visit_mut`. A kind of node that no visitor asks for is not
//! in the lists below: whoever needs it adds it.

/// The trait of visitors, the type for which the walkers of syn are compiled, and the walk below each kind of node.
macro_rules! shared {
    ($($visit:ident: $Node:ident,)*) => {
        /// A visitor of a tree. What it does not say of a node is: go on below it.
        pub trait Visit<'ast>: Erase<'ast> {
            $(fn $visit(&mut self, node: &'ast syn::$Node) {
                $visit(self.erased(), node);
            })*
        }

        impl<'ast> syn::visit::Visit<'ast> for Walker<'_, 'ast> {
            $(fn $visit(&mut self, node: &'ast syn::$Node) {
                self.0.$visit(node);
            })*
        }

        $(pub fn $visit<'ast>(visitor: &mut dyn Visit<'ast>, node: &'ast syn::$Node) {
            syn::visit::$visit(&mut Walker(visitor), node);
        })*
    };
}

/// The same for trees that are changed.
macro_rules! unique {
    ($($visit:ident: $Node:ident,)*) => {
        /// A visitor that changes a tree. What it does not say of a node is: go on below it.
        pub trait VisitMut: EraseMut {
            $(fn $visit(&mut self, node: &mut syn::$Node) {
                $visit(self.erased(), node);
            })*
        }

        impl syn::visit_mut::VisitMut for WalkerMut<'_> {
            $(fn $visit(&mut self, node: &mut syn::$Node) {
                self.0.$visit(node);
            })*
        }

        $(pub fn $visit(visitor: &mut dyn VisitMut, node: &mut syn::$Node) {
            syn::visit_mut::$visit(&mut WalkerMut(visitor), node);
        })*
    };
}

struct Walker<'v, 'ast>(&'v mut (dyn Visit<'ast> + 'v));

struct WalkerMut<'v>(&'v mut (dyn VisitMut + 'v));

/// A visitor behind a pointer: a default method cannot make one of `self`, which may have no size.
pub trait Erase<'ast> {
    fn erased(&mut self) -> &mut (dyn Visit<'ast> + '_);
}

impl<'ast, V: Visit<'ast>> Erase<'ast> for V {
    fn erased(&mut self) -> &mut (dyn Visit<'ast> + '_) {
        self
    }
}

/// The same for visitors that change a tree.
pub trait EraseMut {
    fn erased(&mut self) -> &mut (dyn VisitMut + '_);
}

impl<V: VisitMut> EraseMut for V {
    fn erased(&mut self) -> &mut (dyn VisitMut + '_) {
        self
    }
}

shared! {
    visit_arm: Arm,
    visit_attribute: Attribute,
    visit_block: Block,
    visit_expr: Expr,
    visit_expr_assign: ExprAssign,
    visit_expr_async: ExprAsync,
    visit_expr_binary: ExprBinary,
    visit_expr_cast: ExprCast,
    visit_expr_closure: ExprClosure,
    visit_expr_for_loop: ExprForLoop,
    visit_expr_if: ExprIf,
    visit_expr_index: ExprIndex,
    visit_expr_loop: ExprLoop,
    visit_expr_method_call: ExprMethodCall,
    visit_expr_path: ExprPath,
    visit_expr_return: ExprReturn,
    visit_expr_unsafe: ExprUnsafe,
    visit_expr_while: ExprWhile,
    visit_file: File,
    visit_ident: Ident,
    visit_impl_item_fn: ImplItemFn,
    visit_item: Item,
    visit_item_fn: ItemFn,
    visit_item_impl: ItemImpl,
    visit_item_macro: ItemMacro,
    visit_item_mod: ItemMod,
    visit_item_trait: ItemTrait,
    visit_label: Label,
    visit_lifetime: Lifetime,
    visit_local: Local,
    visit_local_init: LocalInit,
    visit_macro: Macro,
    visit_pat: Pat,
    visit_pat_ident: PatIdent,
    visit_stmt: Stmt,
    visit_stmt_macro: StmtMacro,
    visit_trait_item_fn: TraitItemFn,
    visit_type: Type,
    visit_type_impl_trait: TypeImplTrait,
    visit_type_never: TypeNever,
    visit_use_path: UsePath,
}

unique! {
    visit_block_mut: Block,
    visit_expr_mut: Expr,
    visit_expr_closure_mut: ExprClosure,
    visit_expr_method_call_mut: ExprMethodCall,
    visit_expr_path_mut: ExprPath,
    visit_expr_while_mut: ExprWhile,
    visit_field_pat_mut: FieldPat,
    visit_field_value_mut: FieldValue,
    visit_file_mut: File,
    visit_impl_item_fn_mut: ImplItemFn,
    visit_item_mut: Item,
    visit_item_fn_mut: ItemFn,
    visit_item_impl_mut: ItemImpl,
    visit_item_trait_mut: ItemTrait,
    visit_local_mut: Local,
    visit_macro_mut: Macro,
    visit_pat_mut: Pat,
    visit_pat_ident_mut: PatIdent,
    visit_stmt_mut: Stmt,
    visit_stmt_macro_mut: StmtMacro,
    visit_trait_item_fn_mut: TraitItemFn,
    visit_type_mut: Type,
    visit_type_impl_trait_mut: TypeImplTrait,
}

#[cfg(test)]
mod tests {
    /// What was seen, in order.
    #[derive(Default)]
    struct Ours(Vec<String>);

    #[derive(Default)]
    struct OfSyn(Vec<String>);

    macro_rules! recorded {
        ($Trait:path, $Visitor:ident, $($walk:ident)::+) => {
            impl<'ast> $Trait for $Visitor {
                fn visit_expr(&mut self, expr: &'ast syn::Expr) {
                    self.0.push(format!("{:?}", std::mem::discriminant(expr)));
                    $($walk)::+::visit_expr(self, expr);
                    self.0.push("end".to_owned());
                }
                fn visit_expr_closure(&mut self, c: &'ast syn::ExprClosure) {
                    self.0.push("closure".to_owned());
                    c.inputs.iter().for_each(|pat| self.visit_pat(pat));
                    self.visit_expr(&c.body);
                }
                fn visit_ident(&mut self, name: &'ast syn::Ident) {
                    self.0.push(name.to_string());
                }
                fn visit_macro(&mut self, m: &'ast syn::Macro) {
                    self.0.push(m.tokens.to_string());
                }
                fn visit_item_trait(&mut self, _: &'ast syn::ItemTrait) {}
            }
        };
    }
    recorded!(super::Visit<'ast>, Ours, super);
    recorded!(syn::visit::Visit<'ast>, OfSyn, syn::visit);

    #[test]
    fn nodes_and_their_order_are_those_of_syn() {
        for text in [include_str!("driver.rs"), include_str!("map/lift.rs"), include_str!("nest/fill.rs")] {
            let file = syn::parse_file(text).unwrap();
            let (mut ours, mut of_syn) = (Ours::default(), OfSyn::default());
            super::Visit::visit_file(&mut ours, &file);
            syn::visit::Visit::visit_file(&mut of_syn, &file);
            assert!(ours.0.len() > 1000);
            assert_eq!(ours.0, of_syn.0);
        }
    }

    /// Renames what is bound, and puts a number in place of each block after what is in it.
    struct Change;

    struct ChangeOfSyn;

    macro_rules! changed {
        ($Trait:path, $Visitor:ident, $($walk:ident)::+) => {
            impl $Trait for $Visitor {
                fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
                    $($walk)::+::visit_expr_mut(self, expr);
                    if let syn::Expr::Block(_) = expr {
                        *expr = syn::parse_quote!(0);
                    }
                }
                fn visit_pat_ident_mut(&mut self, p: &mut syn::PatIdent) {
                    p.ident = quote::format_ident!("{}_", p.ident);
                    $($walk)::+::visit_pat_ident_mut(self, p);
                }
                fn visit_item_fn_mut(&mut self, _: &mut syn::ItemFn) {}
            }
        };
    }
    changed!(super::VisitMut, Change, super);
    changed!(syn::visit_mut::VisitMut, ChangeOfSyn, syn::visit_mut);

    #[test]
    fn changes_are_those_of_syn() {
        let plain = syn::parse_file(include_str!("driver.rs")).unwrap();
        let (mut ours, mut of_syn) = (plain.clone(), plain.clone());
        super::VisitMut::visit_file_mut(&mut Change, &mut ours);
        syn::visit_mut::VisitMut::visit_file_mut(&mut ChangeOfSyn, &mut of_syn);
        assert!(ours != plain);
        assert!(ours == of_syn);
    }

    /// A visitor of syn's would work as well, and cost every user the time to compile its walkers.
    #[test]
    fn no_other_file_has_a_visitor_of_syn() {
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.file_name().is_some_and(|name| name != "walk.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    assert!(!text.contains("syn::visit"), "{}: see walk.rs", path.display());
                }
            }
        }
    }
}
