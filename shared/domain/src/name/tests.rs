//! Names as they come.

use proptest::prelude::*;

use super::*;

fn all(cases: &[(&str, Option<&str>)]) {
    for (name, first) in cases {
        assert_eq!(first_name(name).as_deref(), *first, "{name:?}");
    }
}

#[test]
fn el_18_a_name_is_read_in_either_order() {
    all(&[
        ("Maria", Some("Maria")),
        ("Maria Lopez", Some("Maria")),
        ("Lopez, Maria", Some("Maria")),
        ("Lopez, Maria Elena", Some("Maria")),
        ("Lopez Garcia, Maria", Some("Maria")),
        ("van der Berg, Anna Sophie", Some("Anna")),
        (", Maria", Some("Maria")),
        (" \u{2003}Maria\nLopez", Some("Maria")),
        ("Maria\u{a0}Lopez", Some("Maria")),
        ("\u{202a}Maria\u{202c} Lopez", Some("Maria")),
        ("Mary-Ann O'Brien", Some("Mary-Ann")),
        ("D’Angelo Russell", Some("D’Angelo")),
        ("Zoë", Some("Zoë")),
        ("Zoe\u{308} Smith", Some("Zoe\u{308}")),
        ("Nguyễn, Mai", Some("Mai")),
        ("李小龍", Some("李小龍")),
        ("Linh Do", Some("Linh")),
        ("Tran, Do", Some("Do")),
        ("Le, Mai", Some("Mai")),
    ]);
}

#[test]
fn el_18_titles_and_suffixes_are_no_names() {
    all(&[
        ("Robert Smith, Jr", Some("Robert")),
        ("Robert Smith Jr.", Some("Robert")),
        ("Smith, Robert, Jr.", Some("Robert")),
        ("Smith, Jr., Robert", Some("Robert")),
        ("Smith Jr, Robert", Some("Robert")),
        ("Smith, Robert Jr", Some("Robert")),
        ("Robert Smith III", Some("Robert")),
        ("Robert Smith, IV", Some("Robert")),
        ("Robert Smith 3rd", Some("Robert")),
        ("Robert Smith, MD, Ph.D.", Some("Robert")),
        ("Robert Smith, M.D.", Some("Robert")),
        ("Robert Smith CPA", Some("Robert")),
        ("Robert Smith, Esq.", Some("Robert")),
        ("Linh Tran, DO", Some("Linh")),
        ("Mr. Robert Smith", Some("Robert")),
        ("MRS ANA LOPEZ", Some("Ana")),
        ("Rev. Dr. Martin King", Some("Martin")),
        ("The Honorable Ruth Gray", Some("Ruth")),
        ("Smith, Mr. Robert", Some("Robert")),
        ("Mr Smith", None),
        ("Dr. Lopez", None),
        ("Smith, Jr", None),
        ("Smith Jr", None),
        ("Smith, Dr", None),
        ("Mr.", None),
        ("Jr", None),
    ]);
}

#[test]
fn el_18_an_initial_is_no_name_to_greet_by() {
    all(&[
        ("J. Robert Smith", Some("Robert")),
        ("J Robert Smith", Some("Robert")),
        ("J.R. Robert Smith", Some("Robert")),
        ("Robert J. Smith", Some("Robert")),
        ("Robert J", Some("Robert")),
        ("Smith, J. Robert", Some("Robert")),
        ("J. Smith", None),
        ("J R Smith", None),
        ("J.R. Smith", None),
        ("Wm. Smith", None),
        ("Smith, J", None),
        ("J", None),
    ]);
}

#[test]
fn el_18_who_is_not_one_person_is_greeted_by_no_name() {
    all(&[
        ("Pat & Sam Lee", None),
        ("Pat and Sam Lee", None),
        ("Lee, Pat & Sam", None),
        ("Pat/Sam Lee", None),
        ("Robert Smith, Mary Ann Jones", None),
        ("Ana y Luis Vega", None),
        ("Smith Family Trust", None),
        ("The Smiths Trust", None),
        ("Robert Smith Revocable Trust", None),
        ("Estate of Robert Smith", None),
        ("Robert Smith, Trustee", None),
        ("Robert Smith (deceased)", None),
        ("(Deceased) Robert Smith", None),
        ("Smith Plumbing LLC", None),
        ("Smith & Sons", None),
        ("Acme, Inc.", None),
        ("Acme L.L.C.", None),
        ("Grace Church", None),
        ("Robert Smith dba Smith Roofing", None),
    ]);
}

#[test]
fn el_18_what_is_no_name_greets_nobody() {
    all(&[
        ("", None),
        ("   ", None),
        (",", None),
        ("Lopez,", None),
        ("42", None),
        ("Borrower 1", None),
        ("Applicant", None),
        ("Unknown", None),
        ("N/A", None),
        ("maria@example.com", None),
        ("evil.example", None),
        ("https://evil.example", None),
        ("<b>Maria</b>", None),
        ("\u{202e}", None),
        ("李 小龍", None),
        ("de la Cruz Maria", None),
        ("R2D2 Smith", None),
        ("Robert \"Bob\" Smith", Some("Robert")),
        ("Robert (Bob) Smith", Some("Robert")),
        ("\"Bob\" Smith", None),
    ]);
}

#[test]
fn el_18_a_name_in_capital_letters_is_written_as_names_are() {
    all(&[
        ("ROBERT SMITH", Some("Robert")),
        ("SMITH, ROBERT", Some("Robert")),
        ("ROBERT Smith", Some("Robert")),
        ("MARY-ANN SMITH", Some("Mary-Ann")),
        ("D'ANGELO SMITH", Some("D'Angelo")),
        ("JOSÉ GARCÍA", Some("José")),
        ("AL SMITH", Some("Al")),
        ("TJ SMITH", Some("TJ")),
        ("AJ SMITH", Some("AJ")),
        ("DeShawn Smith", Some("DeShawn")),
    ]);
}

#[test]
fn el_18_a_name_in_small_letters_is_written_as_names_are() {
    all(&[
        ("maria lopez", Some("Maria")),
        ("maría josé garcía", Some("María")),
        ("MARÍA JOSÉ GARCÍA", Some("María")),
        ("lopez, maria", Some("Maria")),
        ("maria Lopez", Some("Maria")),
        ("mary-ann smith", Some("Mary-Ann")),
        ("d'angelo russell", Some("D'Angelo")),
        ("ángel ruiz", Some("Ángel")),
        ("анна иванова", Some("Анна")),
        ("tj smith", Some("TJ")),
        ("aj smith", Some("AJ")),
        ("al smith", Some("Al")),
        ("ნინო ბერიძე", Some("ნინო")),
        ("deShawn Smith", Some("deShawn")),
    ]);
}

#[test]
fn el_18_a_firm_called_after_somebody_is_greeted_by_no_name() {
    all(&[
        ("Joe Bob's Tires", None),
        ("Joe Bob’s", None),
        ("MARIA'S KITCHEN", None),
        ("Joe Bob Tires", None),
        ("Smith Plumbing", None),
        ("Garcia Landscaping, Jose", None),
        ("Maria Lopez (Lopez Auto Repair)", None),
        ("Mary Ann D'Angelo", Some("Mary")),
        ("Shaun O's", None),
        ("Jude Law", Some("Jude")),
    ]);
}

#[test]
fn el_18_a_family_name_that_stands_first_is_no_name_to_greet_by() {
    all(&[
        ("Nguyen Van Anh", None),
        ("Nguyễn Văn Anh", None),
        ("NGUYEN THI MAI", None),
        ("Trần Mai", None),
        ("Đỗ Thị Hà", None),
        ("Nguyen, Van Anh", None),
        ("Nguyen, Anh", Some("Anh")),
        ("Van Anh Nguyen", None),
        ("Anh Nguyen", Some("Anh")),
        ("Anh Van Nguyen", Some("Anh")),
        ("Nguyen", None),
        ("Van Morrison", Some("Van")),
        ("Zhang Wei", None),
        ("Park Jisoo", None),
        ("Park Jisoo, Jr", None),
        ("Nguyen Van Anh, MD", None),
        ("Wei Zhang", Some("Wei")),
        ("Kim Smith", Some("Kim")),
        ("Lee Jones", Some("Lee")),
    ]);
}

proptest! {
    #[test]
    fn any_text_has_one_word_for_a_name_or_none(name in "(\\PC|[,.\"()& ]){0,40}") {
        if let Some(first) = first_name(&name) {
            prop_assert!(!first.is_empty() && !first.contains([' ', ',', '.', '"', '(', '&', '@', '/']));
        }
    }

    #[test]
    fn a_suffix_changes_nothing(given in "[A-Z][a-z]{3,8}", family in "[A-Z][a-z]{3,8}", at in 0..SUFFIXES.len(), comma: bool) {
        let name = format!("{given} {family}");
        let suffixed = format!("{name}{} {}", if comma { "," } else { "" }, SUFFIXES[at]);
        prop_assert_eq!(first_name(&suffixed), first_name(&name));
    }
}
