use super::*;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

fn read(files: &[(&str, &str)]) -> Result<Release, ReleaseError> {
    Release::read(folder(files).path())
}

const INDEX_PAGE: (&str, &str) = ("index.html", "<script src=\"/assets/main-1.js\">");

#[test]
fn what_a_deployment_has_no_use_for_is_left_out() {
    let release = read(&[
        INDEX_PAGE,
        ("assets/main-1.js", "import('./part-2.js')"),
        ("assets/part-2.js", "import './style-3.css'"),
        ("assets/style-3.css", "body{}"),
        ("download/index.html", "<p>"),
        ("mailbox/index.html", "<script src=\"/assets/mailbox-4.js\">"),
        ("handset/index.html", ""),
        ("assets/mailbox-4.js", ""),
        (".vite/manifest.json", "{}"),
        ("mark.svg", "<svg>"),
    ])
    .unwrap();
    let keys: Vec<&str> = release.in_order().iter().map(|file| file.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "assets/main-1.js",
            "assets/part-2.js",
            "assets/style-3.css",
            "mark.svg",
            "download/index.html",
            "index.html",
        ],
        "what names the others comes after them"
    );
}

#[test]
fn what_is_named_by_its_content_is_kept_and_what_names_it_is_not() {
    let file = |key: &str| PageFile {
        key: key.to_owned(),
        content: b"hello".to_vec(),
    };
    for (key, cache, kind) in [
        (
            "assets/a-1.js",
            "public, max-age=31536000, immutable",
            "text/javascript; charset=utf-8",
        ),
        ("index.html", "no-cache", "text/html; charset=utf-8"),
        ("console.json", "no-cache", "application/json"),
        ("mark.svg", "no-cache", "image/svg+xml"),
        ("odd", "no-cache", "application/octet-stream"),
    ] {
        assert_eq!(
            (file(key).cache_control(), file(key).content_type()),
            (cache, kind),
            "{key}"
        );
    }
    assert_eq!(file("a").etag(), "5d41402abc4b2a76b9719d911017c592");
}

#[test]
fn a_folder_that_is_no_release_is_told_so() {
    let missing = Release::read(Path::new("no/such/folder")).unwrap_err();
    assert!(
        missing.to_string().contains("no/such/folder cannot be read"),
        "{missing}"
    );
    let empty = read(&[("assets/a.js", "")]).unwrap_err();
    assert!(empty.to_string().contains("holds no index.html"), "{empty}");
    let broken = read(&[INDEX_PAGE]).unwrap_err();
    assert!(
        broken.to_string().contains("index.html needs assets/main-1.js"),
        "{broken}"
    );
    let odd = read(&[("index.html", ""), ("a b.html", "")]).unwrap_err();
    assert!(odd.to_string().contains("a b.html is no file of pages"), "{odd}");

    let linked = folder(&[("index.html", "")]);
    std::os::unix::fs::symlink("/etc/passwd", linked.path().join("passwd.txt")).unwrap();
    let linked = Release::read(linked.path()).unwrap_err();
    assert!(
        linked.to_string().contains("passwd.txt is no file of pages"),
        "{linked}"
    );

    let large = folder(&[("index.html", "")]);
    let file = std::fs::File::create(large.path().join("film.mp4")).unwrap();
    file.set_len(LARGEST + 1).unwrap();
    assert!(matches!(Release::read(large.path()), Err(ReleaseError::Odd(_))));

    let many: Vec<String> = (0..MOST).map(|n| format!("{n}.txt")).collect();
    let mut many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    many.push(("index.html", ""));
    assert!(matches!(read(&many), Err(ReleaseError::TooMany(_))));
}
