//! Decodes the encodings in which text can occur in a file: tags removed, entities, JSON escapes and percent-encoding
//! decoded, folded lines joined.

/// Returns the text of a file in all decodings.
pub(crate) fn decodings(file: &str) -> Vec<String> {
    let joined = file.replace("\r\n ", "").replace("\\\r\n", "");
    let unescaped = json_unescaped(&joined);
    let mut forms = vec![joined.clone(), percent_decoded(&joined)];
    for text in [joined, unescaped] {
        let plain = entities_decoded(&text);
        for between in ["", " "] {
            let once = without_tags(&text, between);
            forms.extend([entities_decoded(&once), entities_decoded(&without_tags(&plain, between))]);
        }
        forms.push(text);
    }
    forms
}

fn without_tags(text: &str, between: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        plain.push_str(before);
        // Not a tag, as in `5 < 7`.
        let is_tag = behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if let Some((_, after)) = behind.split_once('>').filter(|_| is_tag) {
            plain.push_str(between);
            rest = after;
        } else {
            plain.push('<');
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain
}

fn entities_decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let named = behind.split_once(';').filter(|(name, _)| name.len() <= 8);
        let decoded = named.and_then(|(name, after)| Some((entity(name)?, after)));
        if let Some((c, after)) = decoded {
            plain.push(c);
            rest = after;
        } else {
            plain.push('&');
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = number.strip_prefix(['x', 'X']).map_or(number.parse(), |hex| u32::from_str_radix(hex, 16));
            char::from_u32(code.ok()?)
        }
    }
}

fn json_unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 't' | 'r') => plain.push(' '),
            Some('u') => {
                let code: String = chars.by_ref().take(4).collect();
                plain.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap_or(' '));
            }
            Some(other) => plain.push(other),
            None => {}
        }
    }
    plain
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).filter(|_| *first == b'%');
        if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
