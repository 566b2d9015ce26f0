//! Looks at single paths that were touched, and decides by the rules of a whole survey what is to be read of them.

use super::entry::{self, Entry};
use super::{Listed, Survey, config_name};
use crate::cache::trace;
use crate::load::{INPUT_FOLDERS, LOCK_FILE};
use std::path::Path;

/// What a look at some paths came to.
#[derive(Debug)]
pub struct Look {
    /// Those of the paths that could be read, from the root, with `/`: what was known of them holds no longer.
    pub paths: Vec<String>,
    /// What there is at these paths now.
    pub survey: Survey,
}

/// Looks at paths alone. Nothing when only a whole survey can tell what follows: for folders, links, and whatever lies
/// behind one.
pub fn look<'p>(root: &Path, config: &str, touched: impl IntoIterator<Item = &'p Path>) -> Option<Look> {
    let now = trace::now();
    let root = root.canonicalize().ok()?;
    let config = config_name(config);
    let (mut paths, mut listed) = (Vec::new(), Listed::default());
    for path in touched {
        let own = [config, LOCK_FILE].into_iter().find(|own| path == root.join(own));
        let (name, seen) = match own {
            Some(own) => (own.to_owned(), own_file(path)?),
            None => (entry::relative(&root, path)?, input(&root, path)?),
        };
        match seen {
            Seen::PassedOver => continue,
            Seen::Gone if name == config => return None,
            Seen::Gone => {}
            Seen::File => listed.files.push((name.clone(), path.to_owned())),
            Seen::Refused(reason) => listed.refused.push((name.clone(), reason)),
        }
        paths.push(name);
    }
    Some(Look { paths, survey: Survey::of(root, config, listed, now) })
}

/// What a path turned out to be.
enum Seen {
    /// Nothing that could be read, whatever is there.
    PassedOver,
    Gone,
    File,
    Refused(String),
}

/// Looks at the configuration or the evidence lock, about which only reading it says more.
fn own_file(path: &Path) -> Option<Seen> {
    match path.symlink_metadata() {
        Err(error) if super::is_gone(&error) => Some(Seen::Gone),
        Ok(at) if !at.is_dir() && !at.is_symlink() => Some(Seen::File),
        _ => None,
    }
}

/// Looks at a path below one of the folders that are walked.
fn input(root: &Path, path: &Path) -> Option<Seen> {
    let folders: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| *folder != root).collect();
    if !INPUT_FOLDERS.iter().any(|input| folders.last().is_some_and(|top| **top == root.join(input))) {
        return None;
    }
    if folders.iter().chain([&path]).any(|path| entry::is_passed_over(root, path)) {
        return Some(Seen::PassedOver);
    }
    let is_plain = |folder: &&Path| folder.symlink_metadata().is_ok_and(|folder| folder.is_dir());
    if !folders.iter().all(is_plain) {
        return None;
    }
    match path.symlink_metadata() {
        Err(error) if super::is_gone(&error) => Some(Seen::Gone),
        Ok(at) if !at.is_dir() && !at.is_symlink() => {
            let entry = Entry { path, kind: at.file_type(), is_link: false, is_top: false };
            Some(entry::check(root, &entry).map_or_else(Seen::Refused, |_| Seen::File))
        }
        _ => None,
    }
}
