use super::*;
use std::fs;

fn briefing(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn paths(inputs: &Inputs) -> Vec<&str> {
    inputs.files.keys().map(|path| &**path).collect()
}

#[test]
fn reads_the_four_folders_and_the_configuration() {
    let folder = briefing(&[
        ("briefing.toml", b"x"),
        ("content/events/a.md", b"text"),
        ("content/.hidden/a.md", b""),
        ("content/a.md~", b""),
        ("content/.#a.md", b""),
        ("static/.DS_Store", b""),
        ("static/x.png", b"\xff"),
        ("public/index.html", b""),
        ("themes/t/theme.toml", b""),
        ("README.md", b""),
        (".git/config", b""),
    ]);
    let inputs = read_root(folder.path(), "").unwrap();
    assert_eq!(paths(&inputs), ["briefing.toml", "content/events/a.md", "static/x.png", "themes/t/theme.toml"]);
    assert_eq!(&*inputs.files["content/events/a.md"], b"text");
    assert!(inputs.refused.is_empty());
}

#[test]
fn hidden_files_are_read_where_they_are_copied() {
    let hidden = [".well-known/security.txt", ".nojekyll", ".git/HEAD", ".gitkeep", "._a", ".#a", ".a.swp", "a/.b~"];
    let folders = ["content/pages/a", "static", "templates", "themes/t", "themes/t/static"];
    let paths_in = |folder: &str| hidden.map(|name| format!("{folder}/{name}"));
    let all: Vec<String> = folders.iter().flat_map(|folder| paths_in(folder)).collect();
    let mut files: Vec<(&str, &[u8])> = all.iter().map(|path| (path.as_str(), &b""[..])).collect();
    files.push(("briefing.toml", b""));
    let folder = briefing(&files);
    let inputs = read_root(folder.path(), "").unwrap();
    let expected = [
        "briefing.toml",
        "static/.nojekyll",
        "static/.well-known/security.txt",
        "themes/t/static/.nojekyll",
        "themes/t/static/.well-known/security.txt",
    ];
    assert_eq!(paths(&inputs), expected);
}

#[test]
fn a_missing_briefing_is_an_error() {
    let folder = briefing(&[("content/a.md", b"")]);
    let error = read_root(folder.path(), "").unwrap_err();
    assert!(error.to_string().starts_with("no briefing found: "), "{error}");
    let error = read_root(&folder.path().join("nowhere"), "").unwrap_err();
    assert!(matches!(error, WalkError::NoBriefing(_)));
}

#[test]
fn another_configuration_path_is_used() {
    let folder = briefing(&[("other.toml", b"title = 'x'")]);
    assert_eq!(paths(&read_root(folder.path(), "other.toml").unwrap()), ["other.toml"]);
}

#[test]
fn a_text_that_is_too_large_is_refused() {
    let folder = briefing(&[("briefing.toml", b"")]);
    fs::create_dir(folder.path().join("content")).unwrap();
    for (name, size) in [("a.md", (16 << 20) + 1), ("b.bin", (256 << 20) + 1), ("c.bin", (16 << 20) + 1)] {
        fs::File::create(folder.path().join("content").join(name)).unwrap().set_len(size).unwrap();
    }
    let inputs = read_root(folder.path(), "").unwrap();
    let refused: Vec<_> = inputs.refused.iter().map(|(path, reason)| (path.as_str(), reason.as_str())).collect();
    assert_eq!(refused, [("content/a.md", "it is larger than 16 MiB"), ("content/b.bin", "it is larger than 256 MiB")]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_followed_inside_the_root_only() {
        let outside = briefing(&[("secret", b"secret"), ("folder/secret", b"secret")]);
        let folder =
            briefing(&[("briefing.toml", b""), ("shared/a.png", b"a"), ("content/x/a", b""), ("static/y", b"")]);
        let root = folder.path();
        symlink(root.join("shared"), root.join("static/shared")).unwrap();
        symlink(outside.path().join("secret"), root.join("static/secret")).unwrap();
        symlink(outside.path().join("folder"), root.join("content/folder")).unwrap();
        symlink("/nowhere", root.join("static/dangling")).unwrap();
        // Emacs creates such a lock beside a file that is being edited.
        symlink("me@here.1234", root.join("content/x/.#a")).unwrap();
        symlink("..", root.join("content/x/loop")).unwrap();
        symlink(outside.path(), root.join("templates")).unwrap();
        let inputs = read_root(root, "").unwrap();
        assert_eq!(paths(&inputs), ["briefing.toml", "content/x/a", "static/shared/a.png", "static/y"]);
        let refused: Vec<_> = inputs.refused.iter().map(|(path, reason)| (path.as_str(), reason.as_str())).collect();
        let outside = "it is a symbolic link to a location outside the briefing";
        let expected = [
            ("content/folder", outside),
            ("content/x/loop", "it is a symbolic link to a parent folder"),
            ("static/dangling", "it is a broken symbolic link"),
            ("static/secret", outside),
            ("templates", outside),
        ];
        assert_eq!(refused, expected);
    }

    #[test]
    fn pipes_and_names_that_are_not_utf8_are_refused() {
        let folder = briefing(&[("briefing.toml", b""), ("static/a", b"")]);
        let pipe = folder.path().join("static/pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        fs::write(folder.path().join("static").join(std::ffi::OsStr::from_bytes(b"\xff.md")), b"").unwrap();
        let inputs = read_root(folder.path(), "").unwrap();
        assert_eq!(paths(&inputs), ["briefing.toml", "static/a"]);
        let refused: Vec<_> = inputs.refused.iter().map(|(path, reason)| (path.as_str(), reason.as_str())).collect();
        assert_eq!(
            refused,
            [("static/pipe", "it is not a regular file"), ("static/\u{fffd}.md", "its name is not UTF-8")]
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error_with_its_path() {
        use std::os::unix::fs::PermissionsExt;
        let folder = briefing(&[("briefing.toml", b""), ("static/a", b"")]);
        let file = folder.path().join("static/a");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(&file).is_ok() {
            return; // the superuser may read everything
        }
        let error = read_root(folder.path(), "").unwrap_err();
        assert!(error.to_string().contains("static/a"), "{error}");
    }
}
