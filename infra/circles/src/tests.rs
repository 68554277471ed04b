use std::fs;

use super::*;

/// The circles of a crate of these files, the first its root, as they are described.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let circles = circles(&folder.path().join(files[0].0)).unwrap();
    circles
        .iter()
        .map(|circle| circle.describe(folder.path()))
        .collect()
}

#[test]
fn arrows_that_run_one_way_are_no_circle() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        (
            "a.rs",
            "use crate::b::B; use crate::c; pub struct A(B); fn f() { c::g() }",
        ),
        ("b.rs", "use super::c::C; pub struct B(C);"),
        (
            "c.rs",
            "use std::fmt; pub struct C; pub fn g() {} impl fmt::Debug for C {}",
        ),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn a_circle_of_two_is_named() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::{B, make}; pub struct A;"),
        ("b.rs", "use crate::a::A; pub struct B; pub fn make() -> A { A }"),
    ];
    assert_eq!(found(&files), ["a.rs -> b.rs: B, make\nb.rs -> a.rs: A"]);
}

#[test]
fn a_circle_of_three_is_named_and_who_only_looks_at_it_is_not() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d; pub use d::D;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::c::C as See; pub struct B;"),
        ("c.rs", "use crate::a::A; pub struct C;"),
        ("d.rs", "use crate::a::A; pub struct D;"),
    ];
    assert_eq!(
        found(&files),
        ["a.rs -> b.rs: B\nb.rs -> c.rs: C\nc.rs -> a.rs: A"]
    );
}

#[test]
fn a_name_is_followed_through_those_who_hand_it_on() {
    let files = [
        ("lib.rs", "mod shop; mod till; pub use shop::*;"),
        (
            "shop/mod.rs",
            "mod shelf; pub use shelf::Shelf as Rack; pub mod window { pub use super::shelf::open; }",
        ),
        (
            "shop/shelf.rs",
            "use crate::till::Till; pub struct Shelf; pub fn open(_: Till) {}",
        ),
        ("till.rs", "use crate::{Rack, window::open}; pub struct Till;"),
    ];
    assert_eq!(
        found(&files),
        ["shop/shelf.rs -> till.rs: Till\ntill.rs -> shop/shelf.rs: Shelf, open"]
    );
}

#[test]
fn who_hands_a_name_on_and_uses_it_imports_it() {
    let child = ("shop/shelf.rs", "use super::Shop; pub struct Shelf(Shop);");
    let handing = [
        ("lib.rs", "mod shop;"),
        ("shop.rs", "mod shelf; pub use shelf::Shelf; pub struct Shop;"),
        child,
    ];
    assert!(found(&handing).is_empty());
    let using = [
        ("lib.rs", "mod shop;"),
        (
            "shop.rs",
            "mod shelf; pub use shelf::Shelf; pub struct Shop; fn f() -> Shelf { todo!() }",
        ),
        child,
    ];
    assert_eq!(
        found(&using),
        ["shop/shelf.rs -> shop.rs: Shop\nshop.rs -> shop/shelf.rs: Shelf"]
    );
}

#[test]
fn a_parent_and_its_child_are_files_like_others() {
    let files = [
        ("main.rs", "mod shop; fn main() { shop::open() }"),
        (
            "shop/mod.rs",
            "mod shelf; pub fn open() { shelf::fill() } pub const SIZE: usize = 1;",
        ),
        ("shop/shelf.rs", "pub fn fill() { let _ = super::SIZE; }"),
    ];
    assert_eq!(
        found(&files),
        ["shop/mod.rs -> shop/shelf.rs: fill\nshop/shelf.rs -> shop/mod.rs: SIZE"]
    );
}

#[test]
fn paths_count_in_code_in_macros_and_in_attributes() {
    let back = (
        "b.rs",
        "use crate::a::A; pub struct B; pub mod date { pub fn read() {} } pub fn f() {}",
    );
    for text in [
        "pub struct A; fn f() { crate::b::f() }",
        "pub struct A; fn f() { let x = json!({ \"a\": [..super::b::f()] }); }",
        "pub struct A(#[serde(with = \"crate::b::date\", default = \"crate::b::f\")] u8);",
        "use crate::b; pub struct A; impl A { fn f(&self) -> Vec<b::B> { vec![] } }",
        "pub struct A; fn t() { use super::b::*; f(); }",
        "use super::*; pub struct A; fn f() { let b = b::f; }",
    ] {
        let circles = found(&[("lib.rs", "mod a; mod b;"), ("a.rs", text), back]);
        assert_eq!(circles.len(), 1, "{text}");
    }
}

#[test]
fn what_tests_alone_use_does_not_count() {
    let files = [
        ("lib.rs", "mod a; mod b; #[cfg(test)] mod testing;"),
        (
            "a.rs",
            "use crate::b::B; pub struct A; impl A { #[cfg(test)] fn f() { crate::b::f() } fn g() {} }",
        ),
        (
            "b.rs",
            "pub struct B; pub fn f() {} #[cfg(test)] use crate::a::A; #[cfg(test)] mod tests { use crate::a::A; }",
        ),
        ("testing.rs", "use crate::a::A;"),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn a_field_a_method_and_another_crates_name_are_no_import() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        (
            "a.rs",
            "pub use crate::b::{f, g, h}; pub struct A { f: u8 } impl A { fn x(&self) { self.f.g::<u8>(); ::h::h(); <A as T>::f(); } }",
        ),
        (
            "b.rs",
            "use crate::a::A; pub fn f() {} pub fn g() {} pub fn h() {}",
        ),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn a_name_that_a_macro_makes_is_defined_where_the_macro_is_called() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "id!(/// An id.\n AgentId, \"agent\"); use crate::b::B;"),
        ("b.rs", "use crate::a::AgentId; pub struct B(AgentId);"),
    ];
    assert_eq!(found(&files), ["a.rs -> b.rs: B\nb.rs -> a.rs: AgentId"]);
}

#[test]
fn a_module_without_a_file_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("lib.rs");
    fs::write(&root, "mod nowhere;").unwrap();
    assert!(circles(&root).unwrap_err().to_string().contains("nowhere"));
    fs::write(&root, "mod {").unwrap();
    assert!(matches!(circles(&root), Err(Error::NotRust(..))));
}
