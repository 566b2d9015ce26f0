//! Function words: the frequent small words by which even a short phrase shows its language.

use whatlang::Lang;

/// Share of a text's words that are function words of a language, and not of its own, from which on parts of it are in that
/// language.
const WRITTEN_SHARE: f64 = 0.05;

/// Function words by language, in lower case, separated by spaces.
const FUNCTION_WORDS: [(Lang, &str); 12] = [
    (
        Lang::Eng,
        "the a an and or of to in on at by for with from as is are was were be been has have had not that this these those it its \
         he she they we you i his her their our your will would can could should may must who which what when where than then \
         there but if so no about into over after before between under because only also more most all any each do does did \
         nobody nothing none everyone everybody everything someone somebody something anyone anybody anything never always again still \
         even just now here very many much other others such own same both few make makes made take takes took get got go goes went \
         come comes came say says said know knows known see seen think want wants need needs let how why while until against",
    ),
    (
        Lang::Deu,
        "der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ist sind war waren wird werden \
         wurde wurden hat haben hatte sich mit von vom zu zum zur im in am an auf aus bei beim für über unter nach vor durch ohne \
         um als wie wenn weil dass daß ob er sie es wir ihr ich auch nur noch schon sehr mehr so kann muss soll sei \
         niemand nichts alle alles jemand etwas man nie niemals immer hier jetzt wieder dann doch mehr viel viele diese dieser dieses wo warum bis gegen",
    ),
    (
        Lang::Fra,
        "le la les l un une des du de d et ou mais ne n pas plus est sont était sera être a ont avait avoir que qu qui quoi dont où \
         ce c cet cette ces se s sa son ses leur leurs nous vous ils elles il elle je j on en y au aux dans par pour sur avec sans \
         sous comme si très aussi entre vers chez notre votre \
         rien personne tout tous toute toutes jamais toujours encore ici alors donc quand beaucoup peu contre",
    ),
    (
        Lang::Spa,
        "el la los las un una unos unas de del y e o u pero no es son era fue ser está están ha han había que quien cual se su sus \
         lo le les nos me te al a en por para con sin sobre entre hasta desde como si muy más también ya este esta estos estas ese \
         esa esto \
         nada nadie todo todos toda todas nunca siempre aquí ahora cuando mucho muchos poco donde contra",
    ),
    (
        Lang::Ita,
        "il lo la i gli le un uno una di del della dello dei degli delle e ed o ma non è sono era fu essere ha hanno aveva che chi \
         cui si suo sua suoi loro ci vi mi al allo alla ai agli alle a in nel nella nei nelle per con su sul sulla da dal dalla tra \
         fra come se più anche questo questa questi queste \
         niente nessuno tutto tutti tutta tutte mai sempre qui ora quando molto molti poco dove contro",
    ),
    (
        Lang::Por,
        "o a os as um uma uns umas de do da dos das e ou mas não é são era foi ser está estão tem têm tinha que quem qual se seu \
         sua seus suas lhe nos me te ao aos à às em no na num numa por pelo pela para com sem sobre entre até desde como muito \
         mais também já este esta estes estas esse essa isso \
         nada ninguém tudo todos toda todas nunca sempre aqui agora quando muito muitos pouco onde contra",
    ),
    (
        Lang::Nld,
        "de het een en of maar niet geen is zijn was waren wordt worden werd heeft hebben had dat die deze dit wie wat zich zijn \
         haar hun wij we jullie ik hij zij ze het er in op aan bij met van voor naar uit over onder door zonder om als dan toen \
         omdat ook nog al zeer meer te \
         niemand niets alles allen iemand iets nooit altijd hier nu weer veel vele deze waar waarom tot tegen",
    ),
    (
        Lang::Swe,
        "en ett den det de och eller men inte är var blir blev har hade att som vem vad sig sin sitt sina han hon vi ni jag du i på \
         av för med från till om under över efter utan genom när också bara mycket mer än så ska kan",
    ),
    (
        Lang::Pol,
        "i oraz albo lub ale nie jest są był była było były będzie ma mają że który która które kto co się swój jego jej ich my wy \
         on ona ono oni w we na z ze do od dla po przed przy przez bez pod nad o u jak gdy jeśli też także tylko bardzo więcej ten \
         ta to te tego tej",
    ),
    (
        Lang::Ces,
        "a i nebo ale ne je jsou byl byla bylo byli bude má mají že který která které kdo co se si svůj jeho její jejich my vy on \
         ona ono oni v ve na z ze do od pro po před při přes bez pod nad o u jak když také jen velmi více ten ta to ty",
    ),
    (
        Lang::Rus,
        "и или но а не нет это был была было были будет есть что чтобы который которая которые кто как так его её их он она оно они \
         мы вы я в во на с со из от до для по при через без под над о об у к когда если также только очень более этот эта эти все",
    ),
    (
        Lang::Ukr,
        "і й та або але не ні це був була було були буде є що щоб який яка які хто як так його її їх він вона воно вони ми ви я в \
         у на з із від до для по при через без під над о про коли якщо також тільки дуже більше цей ця ці всі",
    ),
];

/// Returns the function words of a language, separated by spaces; empty if they are not known.
pub fn function_words(subtag: &str) -> &'static str {
    let language = match subtag {
        "en" => Lang::Eng,
        "de" => Lang::Deu,
        "fr" => Lang::Fra,
        "es" => Lang::Spa,
        "it" => Lang::Ita,
        "pt" => Lang::Por,
        "nl" => Lang::Nld,
        "sv" => Lang::Swe,
        "pl" => Lang::Pol,
        "cs" => Lang::Ces,
        "ru" => Lang::Rus,
        "uk" => Lang::Ukr,
        _ => return "",
    };
    words_of(language).unwrap_or_default()
}

fn words_of(language: Lang) -> Option<&'static str> {
    FUNCTION_WORDS.iter().find(|(known, _)| *known == language).map(|(_, words)| *words)
}

/// Checks whether the function words of a language are known.
pub(super) fn has_function_words(language: Lang) -> bool {
    words_of(language).is_some()
}

/// Returns the languages with known function words that are written in Cyrillic, or in Latin letters.
pub(super) fn of_script(cyrillic: bool) -> impl Iterator<Item = Lang> {
    let languages = FUNCTION_WORDS.iter().map(|(language, _)| *language);
    languages.filter(move |language| matches!(language, Lang::Rus | Lang::Ukr) == cyrillic)
}

/// Counts the function words of a language in a text, without those that the languages `except` have too. Words in capital
/// letters are names.
pub(super) fn count_function_words(text: &str, language: Lang, except: &[Lang]) -> usize {
    let is_name = |(at, token): &(usize, &str)| {
        let mut letters = token.chars();
        letters.next().is_some_and(char::is_uppercase)
            && if token.chars().count() > 1 { letters.all(char::is_uppercase) } else { *at > 0 }
    };
    let tokens = tokens(text).enumerate().filter(|token| !is_name(token)).map(|(_, token)| token);
    let is_of_other = |token: &str| except.iter().any(|other| is_function_word(token, *other));
    tokens.filter(|token| is_function_word(token, language) && !is_of_other(token)).count()
}

/// Checks whether a text has so many function words of a language that parts of it are written in it, besides its `own`.
#[expect(clippy::cast_precision_loss, reason = "counts of words are far below the limit")]
pub(super) fn is_written_in(text: &str, language: Lang, own: &[Lang]) -> bool {
    let count = count_function_words(text, language, own);
    count as f64 >= WRITTEN_SHARE * tokens(text).count().max(1) as f64
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|token| token.starts_with(char::is_alphabetic))
}

fn is_function_word(token: &str, language: Lang) -> bool {
    let Some(words) = words_of(language) else { return false };
    let token = token.to_lowercase();
    words.split(' ').any(|word| word == token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_of_one_language_only() {
        assert_eq!(count_function_words("the mayor of the town", Lang::Eng, &[]), 3);
        assert_eq!(count_function_words("in der Stadt", Lang::Deu, &[Lang::Eng]), 1);
        assert_eq!(count_function_words("plan A, IT and IS", Lang::Eng, &[]), 1);
        assert_eq!(count_function_words("плохо и не так", Lang::Rus, &[Lang::Ukr]), 1);
    }

    #[test]
    fn recognizes_languages_of_a_text() {
        let german = "Der Rat der Stadt stimmte am Abend für die neue Brücke über den Fluss.";
        assert!(is_written_in(german, Lang::Deu, &[]) && !is_written_in(german, Lang::Eng, &[Lang::Deu]));
        let both = format!("{german} The council voted for the bridge.");
        assert!(is_written_in(&both, Lang::Eng, &[Lang::Deu]));
    }
}
