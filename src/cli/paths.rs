//! Resolves and checks the paths of the briefing, its configuration and its output.

use super::settings::Settings;
use super::terminal::ErrorWithHelp;
use crate::load::{CONFIG_FILE, INPUT_FOLDERS};
use std::io;
use std::path::{Component, Path, PathBuf};

/// Returns the error for a root without a configuration. If a parent folder is a briefing, the help text names it.
pub(super) fn no_briefing_error(settings: &Settings) -> anyhow::Error {
    let folder = settings.root.canonicalize();
    let message = match &folder {
        Ok(folder) if folder.is_dir() => {
            format!("no briefing found: there is no `{}` in `{}`", settings.config, folder.display())
        }
        _ => format!("no briefing found: there is no folder `{}`", settings.root.display()),
    };
    let parents = folder.as_deref().unwrap_or(Path::new("")).ancestors();
    let help = match parents.clone().position(|folder| folder.join(&settings.config).is_file()) {
        Some(levels) => {
            let root = settings.under_root([".."].repeat(levels).join("/"));
            format!("a parent folder contains a briefing: change to it, or add `-r {}`", shell_quoted(&root))
        }
        None => "select a briefing's folder with `-r FOLDER`, or create a briefing with `briefing init`".to_owned(),
    };
    ErrorWithHelp { message, help }.into()
}

/// Returns the configuration's path relative to the root, with `/` separators. Rejects a file outside of the root: the
/// content is read from the root, not from the folder of the configuration.
pub(super) fn config_relative_to_root(root: &Path, config: &str) -> Result<String, ErrorWithHelp> {
    let path = Path::new(config);
    let join = |path: &Path| {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    if path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Ok(join(path));
    }
    let (Ok(canonical_root), Ok(canonical)) = (root.canonicalize(), root.join(path).canonicalize()) else {
        return Ok(config.to_owned());
    };
    if let Ok(relative) = canonical.strip_prefix(&canonical_root) {
        return Ok(join(relative));
    }
    let message = format!("the configuration `{config}` is not in the briefing's folder `{}`", root.display());
    let folder = shell_quoted(root.join(path).parent().unwrap_or(root));
    let name = path.file_name().map(PathBuf::from).filter(|name| name != Path::new(CONFIG_FILE));
    let name = name.map_or(String::new(), |name| format!(" -c {}", shell_quoted(&name)));
    Err(ErrorWithHelp { message, help: format!("select the briefing's folder: `-r {folder}{name}`") })
}

/// Returns the reason, as the end of a sentence, why the site must not be written to a folder: it is the root or an
/// input folder. Symbolic links and `..` are resolved as far as the path exists.
pub(super) fn output_problem(root: &Path, folder: &Path) -> io::Result<Option<String>> {
    let root = root.canonicalize()?;
    let folder = canonicalize_existing(folder)?;
    if folder == root {
        return Ok(Some("is the briefing's root folder".to_owned()));
    }
    let input = INPUT_FOLDERS.into_iter().find(|input| folder.starts_with(root.join(input)));
    Ok(input.map(|input| format!("is in the briefing's input folder `{input}`")))
}

/// Canonicalizes the existing part of a path.
fn canonicalize_existing(path: &Path) -> io::Result<PathBuf> {
    let mut canonical = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                canonical.pop();
            }
            part => canonical.push(part),
        }
        if let Ok(target) = canonical.canonicalize() {
            canonical = target;
        }
    }
    Ok(canonical)
}

/// Quotes a path for a shell, if needed.
pub(super) fn shell_quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | '@' | ':');
    if path.chars().all(is_safe) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn quotes_shell_special_characters() {
        for (path, quoted) in [("a/b.c", "a/b.c"), ("中文", "中文"), ("my brief", "'my brief'"), ("it's", r"'it'\''s'")]
        {
            assert_eq!(shell_quoted(Path::new(path)), quoted);
        }
    }

    #[test]
    fn rejects_output_in_root_or_inputs() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("brief");
        fs::create_dir_all(root.join("content")).unwrap();
        let check = |folder: &str| output_problem(&root, &root.join(folder)).unwrap();
        for folder in ["", ".", "public/..", "content", "content/pages/x", "static", "new/../themes/x"] {
            assert!(check(folder).is_some(), "{folder}");
        }
        for folder in ["public", "..", "../elsewhere", "contents", "new/content", "../content"] {
            assert_eq!(check(folder), None, "{folder}");
        }
    }

    #[test]
    fn rejects_configuration_outside_the_root() {
        let dir = tempfile::tempdir().unwrap();
        let (root, other) = (dir.path().join("brief"), dir.path().join("other"));
        for folder in [&root, &other] {
            fs::create_dir_all(folder.join("config")).unwrap();
            fs::write(folder.join("briefing.toml"), "").unwrap();
            fs::write(folder.join("config/live.toml"), "").unwrap();
        }
        let resolve = |config: &str| config_relative_to_root(&root, config);
        let absolute = |path: &str| dir.path().join(path).to_str().unwrap().to_owned();
        for (config, path) in [
            ("briefing.toml", "briefing.toml"),
            ("./config/live.toml", "config/live.toml"),
            ("../brief/config/live.toml", "config/live.toml"),
            (&absolute("brief/briefing.toml"), "briefing.toml"),
            ("../nowhere.toml", "../nowhere.toml"),
        ] {
            assert_eq!(resolve(config).unwrap(), path, "{config}");
        }
        let error = resolve("../other/briefing.toml").unwrap_err();
        assert!(error.help.ends_with("/brief/../other`"), "{}", error.help);
        assert!(
            resolve(&absolute("other/config/live.toml")).unwrap_err().help.ends_with("/other/config -c live.toml`")
        );
    }

    #[cfg(unix)]
    #[test]
    fn follows_links_to_inputs() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("content")).unwrap();
        std::os::unix::fs::symlink("content", dir.path().join("site")).unwrap();
        assert!(output_problem(dir.path(), &dir.path().join("site/new")).unwrap().is_some());
    }
}
