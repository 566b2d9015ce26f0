//! The default theme, embedded in the binary.

use crate::model::Bytes;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "themes/default/"]
struct Builtin;

/// Name of the built-in theme.
pub(crate) const NAME: &str = "default";

/// Returns the files of the built-in theme, sorted by path within the theme folder.
pub(crate) fn files() -> Vec<(String, Bytes)> {
    let mut paths: Vec<String> = Builtin::iter().map(std::borrow::Cow::into_owned).collect();
    paths.sort_unstable();
    let bytes = |path: String| Builtin::get(&path).map(|file| (path, Bytes::from(file.data.as_ref())));
    paths.into_iter().filter_map(bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page_anchor;

    /// Returns the values of `id` attributes in a template that are written out.
    fn written_ids(template: &str) -> Vec<&str> {
        let values = template.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        values.filter(|value| !value.contains('{')).collect()
    }

    #[test]
    fn colors_of_the_browser_are_those_of_the_paper() {
        let text = |name: &str| {
            let found = files().into_iter().find(|(path, _)| path == name).unwrap();
            String::from_utf8_lossy(&found.1).into_owned()
        };
        let (head, tokens) = (text("templates/partials/head.html"), text("styles/tokens.css"));
        let values = |text: &str, before: &str, after: char| -> Vec<String> {
            text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0.trim().to_owned())).collect()
        };
        let colors = values(&head, "name=\"theme-color\" content=\"", '"');
        assert_eq!((colors.len(), colors), (2, values(&tokens, "--paper:", ';')));
    }

    #[test]
    fn ids_of_templates_are_reserved() {
        let templates = files().into_iter().filter(|(path, _)| path.starts_with("templates/"));
        let mut count = 0;
        for (path, bytes) in templates {
            let template = String::from_utf8_lossy(&bytes).into_owned();
            for id in written_ids(&template) {
                count += 1;
                assert!(page_anchor::is_reserved(id), "`{id}` in {path} is not in `page_anchor`");
            }
        }
        assert!(count > 20, "only {count} ids were found");
    }
}
