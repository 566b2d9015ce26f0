//! Small workspace about a fictitious town, with every kind of record.

use std::collections::BTreeMap;

/// Files: path -> text.
pub(crate) type Files = BTreeMap<String, String>;

pub(crate) const CONFIG: &str = "briefing.toml";

/// Returns the files at the start of each sequence.
pub(crate) fn initial_files() -> Files {
    FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

const FILES: &[(&str, &str)] = &[
    (
        CONFIG,
        "base_url = \"https://example.org/lindhaven/\"\ntitle = \"Ferries of Lindhaven\"\n\n[languages.zh-Hans]\ntitle = \"林港渡轮\"\n",
    ),
    (
        "content/_index.md",
        "+++\ntitle = \"Ferries\"\ndescription = \"The harbour in brief.\"\nbottom_line = \"The bridge replaces the ferry [@gull-2031, ¶2].\"\nkey_points = [\"See [[harbour-plan]].\"]\nas_of = \"2031-06-01\"\n+++\nA town and its ferries.\n",
    ),
    (
        "content/articles/gull-2031/index.md",
        "+++\ntitle = \"The last crossing\"\ndescription = \"On the end of the ferry.\"\nauthors = [{ name = \"Ada Gull\", family = \"Gull\" }]\noutlet = \"Lindhaven Gazette\"\ndate = \"2031-02-03\"\nkind = \"report\"\ntopics = [\"fares\"]\n+++\nThe council of Lindhaven closed the line, \"the ferry has served its time\" [@gull-2031, ¶1]. See [[harbour-plan]].\n",
    ),
    (
        "content/articles/gull-2031/article.txt",
        "The last crossing\n\nBy Ada Gull\n\nThe council said that the ferry has served its time and will be missed by many in the town.\n\nA bridge is to replace it within four years, and the Harbour Plan says how.\n\nIn the morning the gulls stood on the pier as they had done each day, and the clerk counted them as he had counted the people who came across. There were fewer of both, he wrote, and the tide was low. A woman with a basket asked him whether there would be another boat, and he said that there would be none, neither today nor on any other day, because the boat had been sold to a town further up the coast where nobody has thought of a bridge yet. She sat down beside the basket and looked at the water for a while, and then she went home along the quay, which is longer than the way across, and takes an hour in good weather.\n",
    ),
    (
        "content/articles/tern-2030/index.md",
        "+++\ntitle = \"What fares pay for\"\ndescription = \"On the price of a crossing.\"\nauthors = [{ name = \"Ben Tern\", family = \"Tern\" }]\ndate = \"2030\"\n+++\nFares rose twice [@gull-2031, ¶2], says the Harbour Board.\n",
    ),
    (
        "content/events/last-ferry.md",
        "+++\ntitle = \"The last ferry sails\"\ndescription = \"The line closes.\"\ndate = \"2031-05-01\"\nplace = \"Lindhaven\"\nactors = [\"harbour-board\"]\ninitiatives = [\"harbour-plan\"]\ntopics = [\"fares\"]\nturning_point = true\n\n[[claims]]\ntext = \"The ferry carried 40 people\"\nvalue = \"40\"\nabout = \"passengers\"\nevidence = [{ article = \"gull-2031\", passage = 1 }]\n+++\nForty people were aboard [@gull-2031, ¶1].\n",
    ),
    (
        "content/events/fares-rise.md",
        "+++\ntitle = \"Fares rise\"\ndescription = \"A crossing costs more.\"\ndate = \"2030-11\"\nactors = [\"harbour-board\"]\ntopics = [\"fares\"]\n\n[[claims]]\ntext = \"Fewer people crossed\"\nvalue = \"38\"\nabout = \"passengers\"\nevidence = [{ article = \"tern-2030\" }]\n+++\nThe Harbour Board raised them [@tern-2030].\n",
    ),
    (
        "content/initiatives/harbour-plan.md",
        "+++\ntitle = \"Harbour Plan\"\ndescription = \"A plan for the quays.\"\nkind = \"action plan\"\nnames = [\"Plan for the Quays\"]\nproposer = [\"harbour-board\"]\ntopics = [\"fares\"]\ndate = \"2030\"\n\n[[status]]\nstatus = \"adopted\"\ndate = \"2031\"\nevidence = [{ article = \"gull-2031\", passage = 2 }]\n+++\nIt names [[last-ferry]] and the fares.\n\n## Quays\n\nThe Bridge Accord follows it.\n\n```timeline\nactors = [\"harbour-board\"]\n```\n",
    ),
    (
        "content/initiatives/bridge-accord.md",
        "+++\ntitle = \"Bridge Accord\"\ndescription = \"An accord on a bridge.\"\nkind = \"declaration\"\nproposer = [\"lindhaven\"]\npart_of = [\"harbour-plan\"]\naliases = [\"old/accord\"]\n+++\nLindhaven signed it, see the Plan for the Quays [@gull-2031, ¶2].\n\n```chart\ntype = \"bar\"\ntitle = \"Crossings\"\ndata = \"crossings.csv\"\nx = \"year\"\ny = [\"people\"]\n```\n",
    ),
    (
        "content/actors/harbour-board.md",
        "+++\ntitle = \"Harbour Board\"\ndescription = \"It runs the harbour.\"\nkind = \"organization\"\nmember_of = [\"lindhaven\"]\n+++\nIt owns the quays of Lindhaven.\n",
    ),
    (
        "content/actors/lindhaven.md",
        "+++\ntitle = \"Lindhaven\"\ndescription = \"The town.\"\nkind = \"state\"\n+++\nA town with a harbour.\n",
    ),
    (
        "content/topics/fares.md",
        "+++\ntitle = \"Fares\"\ndescription = \"The price of a crossing.\"\n+++\nWhat the Harbour Board asks.\n",
    ),
    (
        "content/topics/fares.zh-Hans.md",
        "+++\ntitle = \"票价\"\ndescription = \"渡轮的价格。\"\n+++\n渡轮的票价，见[[harbour-plan]]。\n",
    ),
    (
        "content/pages/about.md",
        "+++\ntitle = \"About\"\ndescription = \"How this was made.\"\n+++\nMade by hand, from [[last-ferry]] to [[fares]].\n",
    ),
    ("content/data/crossings.csv", "year,people\n2029,40\n2030,38\n"),
];
