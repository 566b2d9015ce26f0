//! `output_dir`: the folder into which the site is written.

use super::invalid;
use crate::load::INPUT_FOLDERS;
use crate::load::front_matter::Fields;

/// Reads `output_dir` and normalizes it: relative to the root, without `./` and without a trailing slash.
pub(super) fn output_dir(fields: &mut Fields<'_, '_>) -> String {
    let Some(value) = fields.string("output_dir") else { return "public".to_owned() };
    match normalize(&value.value) {
        Ok(folder) => folder,
        Err(reason) => {
            let help = "use the name of a separate folder, such as `\"public\"`";
            fields.report(invalid(value.span, format!("`output_dir` {reason}")).help(help));
            "public".to_owned()
        }
    }
}

fn normalize(path: &str) -> Result<String, String> {
    let is_absolute = path.starts_with('/') || path.get(1..2) == Some(":");
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if is_absolute || parts.contains(&"..") {
        return Err("is outside the briefing".to_owned());
    }
    if path.contains('\\') || path.chars().any(char::is_control) {
        return Err("contains characters that are not allowed in paths".to_owned());
    }
    match parts.first() {
        None if path.is_empty() => Err("is empty".to_owned()),
        None => Err("cannot be the briefing's root folder".to_owned()),
        Some(first) if INPUT_FOLDERS.iter().any(|input| input.eq_ignore_ascii_case(first)) => {
            Err(format!("cannot be in the input folder `{first}`"))
        }
        Some(first) if first.starts_with('.') => Err("cannot be hidden".to_owned()),
        Some(_) => Ok(parts.join("/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_folders_within_the_root() {
        assert_eq!(normalize("./public/"), Ok("public".into()));
        assert_eq!(normalize("build//site"), Ok("build/site".into()));
    }

    #[test]
    fn rejects_input_folders_and_paths_outside_of_the_root() {
        for path in [
            "",
            ".",
            "./",
            "..",
            "a/../../b",
            "/tmp/x",
            "C:/x",
            "a\\b",
            "content",
            "themes/x",
            "Static",
            ".git",
            ".briefing",
            "a\nb",
        ] {
            assert!(normalize(path).is_err(), "{path}");
        }
    }
}
