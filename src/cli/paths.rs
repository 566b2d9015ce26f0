//! Where the briefing is, and where its site may be written.

use super::settings::Settings;
use super::terminal::ErrorWithHelp;
use crate::load::{CONFIG_FILE, INPUT_FOLDERS};
use std::io;
use std::path::{Component, Path, PathBuf};

/// The failure of a command in a folder that has no configuration: says where the briefing is when it is in a folder
/// around it, as for someone who stands in `content/events`.
pub(super) fn no_briefing_error(settings: &Settings) -> anyhow::Error {
    let folder = settings.root.canonicalize();
    let message = match &folder {
        Ok(folder) if folder.is_dir() => {
            format!("no briefing here: there is no `{}` in `{}`", settings.config, folder.display())
        }
        _ => format!("no briefing here: there is no folder `{}`", settings.root.display()),
    };
    let around = folder.as_deref().unwrap_or(Path::new("")).ancestors();
    let help = match around.clone().position(|folder| folder.join(&settings.config).is_file()) {
        Some(up) => {
            let root = settings.under_root([".."].repeat(up).join("/"));
            format!("it is in a folder around this one: go there, or add `-r {}`", shell_quoted(&root))
        }
        None => "`-r FOLDER` names a briefing's folder, and `briefing init` makes one".to_owned(),
    };
    ErrorWithHelp { message, help }.into()
}

/// The configuration's path from the root, with `/`. A configuration elsewhere is refused: its neighbours would not be
/// read, but what lies in the root, which is another briefing or none.
pub(super) fn config_relative_to_root(root: &Path, config: &str) -> Result<String, ErrorWithHelp> {
    let path = Path::new(config);
    let joined = |path: &Path| {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    if path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Ok(joined(path));
    }
    let (Ok(real_root), Ok(real)) = (root.canonicalize(), root.join(path).canonicalize()) else {
        return Ok(config.to_owned());
    };
    if let Ok(inside) = real.strip_prefix(&real_root) {
        return Ok(joined(inside));
    }
    let message = format!("the configuration `{config}` is not in the briefing's folder `{}`", root.display());
    let folder = shell_quoted(root.join(path).parent().unwrap_or(root));
    let name = path.file_name().map(PathBuf::from).filter(|name| name != Path::new(CONFIG_FILE));
    let name = name.map_or(String::new(), |name| format!(" -c {}", shell_quoted(&name)));
    Err(ErrorWithHelp { message, help: format!("name the folder of the briefing: `-r {folder}{name}`") })
}

/// Says, as the end of a sentence, why the site must not be written to a folder: it is the briefing's own, or one of
/// those that are read. Links and `..` are followed, as far as the folder exists.
pub(super) fn output_problem(root: &Path, folder: &Path) -> io::Result<Option<String>> {
    let root = root.canonicalize()?;
    let folder = canonicalize_existing(folder)?;
    if folder == root {
        return Ok(Some("is the briefing's own folder".to_owned()));
    }
    let read = INPUT_FOLDERS.into_iter().find(|input| folder.starts_with(root.join(input)));
    Ok(read.map(|input| format!("is in the briefing's `{input}`, which is read")))
}

/// A path with its links followed, also when its end does not exist.
fn canonicalize_existing(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        if let Ok(followed) = real.canonicalize() {
            real = followed;
        }
    }
    Ok(real)
}

/// A path as it can be typed in a shell.
pub(super) fn shell_quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | '@' | ':');
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn quotes_what_a_shell_would_take_apart() {
        for (path, typed) in [("a/b.c", "a/b.c"), ("中文", "中文"), ("my brief", "'my brief'"), ("it's", r"'it'\''s'")]
        {
            assert_eq!(shell_quoted(Path::new(path)), typed);
        }
    }

    #[test]
    fn keeps_the_output_away_from_what_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("brief");
        fs::create_dir_all(root.join("content")).unwrap();
        let problem = |folder: &str| output_problem(&root, &root.join(folder)).unwrap();
        for folder in ["", ".", "public/..", "content", "content/pages/x", "static", "new/../themes/x"] {
            assert!(problem(folder).is_some(), "{folder}");
        }
        for folder in ["public", "..", "../elsewhere", "contents", "new/content", "../content"] {
            assert_eq!(problem(folder), None, "{folder}");
        }
    }

    #[test]
    fn takes_a_configuration_in_the_briefing_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (root, other) = (dir.path().join("brief"), dir.path().join("other"));
        for folder in [&root, &other] {
            fs::create_dir_all(folder.join("config")).unwrap();
            fs::write(folder.join("briefing.toml"), "").unwrap();
            fs::write(folder.join("config/live.toml"), "").unwrap();
        }
        let within = |config: &str| config_relative_to_root(&root, config);
        let absolute = |path: &str| dir.path().join(path).to_str().unwrap().to_owned();
        for (config, path) in [
            ("briefing.toml", "briefing.toml"),
            ("./config/live.toml", "config/live.toml"),
            ("../brief/config/live.toml", "config/live.toml"),
            (&absolute("brief/briefing.toml"), "briefing.toml"),
            ("../nowhere.toml", "../nowhere.toml"),
        ] {
            assert_eq!(within(config).unwrap(), path, "{config}");
        }
        let advised = within("../other/briefing.toml").unwrap_err();
        assert!(advised.help.ends_with("/brief/../other`"), "{}", advised.help);
        assert!(within(&absolute("other/config/live.toml")).unwrap_err().help.ends_with("/other/config -c live.toml`"));
    }

    #[cfg(unix)]
    #[test]
    fn follows_links_to_what_is_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("content")).unwrap();
        std::os::unix::fs::symlink("content", dir.path().join("site")).unwrap();
        assert!(output_problem(dir.path(), &dir.path().join("site/new")).unwrap().is_some());
    }
}
