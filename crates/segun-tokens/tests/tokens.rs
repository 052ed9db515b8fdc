//! Sentences and tokens of news text.

use proptest::prelude::*;
use segun_language::Language;
use segun_syntax::Sentence;
use segun_tokens::Tokenizer;

fn tokenizer(code: &str) -> Tokenizer {
    Tokenizer::new(Language::by_code(code).unwrap())
}

/// The sentences' own text.
fn sentences<'a>(code: &str, text: &'a str) -> Vec<&'a str> {
    tokenizer(code).sentences(text).iter().map(|s| s.span.of(text)).collect()
}

/// The forms of all words, those of one surface token joined by `+`.
fn words(code: &str, text: &str) -> String {
    let mut out = Vec::new();
    for sentence in tokenizer(code).sentences(text) {
        let mut at = 0;
        while at < sentence.words.len() {
            let last = last_of_token(&sentence, at);
            let forms: Vec<&str> = sentence.words[at..=last].iter().map(|w| w.form.as_str()).collect();
            out.push(forms.join("+"));
            at = last + 1;
        }
    }
    out.join(" ")
}

fn last_of_token(sentence: &Sentence, word: usize) -> usize {
    sentence.multiwords.iter().find(|m| m.first == word).map_or(word, |m| m.last)
}

#[test]
fn sentences_of_careless_text_and_of_brackets() {
    assert_eq!(
        sentences("en", "It is near the memorial. they have a site."),
        ["It is near the memorial.", "they have a site."]
    );
    assert_eq!(
        sentences("es", "Lo dijo el alcalde. el concejo no respondió."),
        ["Lo dijo el alcalde.", "el concejo no respondió."]
    );
    assert_eq!(sentences("en", "Is it safe? not sure about that."), ["Is it safe?", "not sure about that."]);
    assert_eq!(sentences("es", "¿Es seguro? se preguntó."), ["¿Es seguro? se preguntó."]);
    // Too short, not a full stop, or no word that begins sentences.
    for whole in ["Some ca. the size of a house.", "He said... and left.", "In the harbour. divers found it."]
    {
        assert_eq!(sentences("en", whole), [whole]);
    }
    assert_eq!(
        sentences("en", "Write to us. https://example.org/a"),
        ["Write to us.", "https://example.org/a"]
    );
    assert_eq!(
        sentences("es", "No lo haremos. (Aplausos.) Gracias a todos."),
        ["No lo haremos.", "(Aplausos.)", "Gracias a todos."]
    );
    assert_eq!(
        sentences("es", "El pacto (lo firmó Perú. No Chile.) Sigue en pie."),
        ["El pacto (lo firmó Perú. No Chile.) Sigue en pie."]
    );
}

#[test]
fn contractions_and_pronouns() {
    assert_eq!(words("es", "Del puerto al mar"), "De+el puerto a+el mar");
    assert_eq!(words("es", "quiere reunirse y decírselo"), "quiere reunir+se y decir+se+lo");
    assert_eq!(words("es", "reuniéndose, dándole y oírlo"), "reuniendo+se , dando+le y oír+lo");
    assert_eq!(words("es", "¡Únanse y díganlo!"), "¡ Unan+se y digan+lo !");
    assert_eq!(
        words("es", "Carlos y los gobiernos modernos de Ángeles; firme aparte, fenómenos"),
        "Carlos y los gobiernos modernos de Ángeles ; firme aparte , fenómenos"
    );
    assert_eq!(words("en", "I don't, you cannot"), "I do+n't , you can+not");
    assert_eq!(words("en", "Kim’s and the workers' plan"), "Kim+’s and the workers+' plan");
}

#[test]
fn contractions_and_pronouns_of_portuguese() {
    assert_eq!(
        words("pt", "Na reunião do grupo, pela manhã, às portas daquela ilha"),
        "Em+a reunião de+o grupo , por+a manhã , a+as portas de+aquela ilha"
    );
    assert_eq!(words("pt", "disse-lhe, dizê-lo, fá-lo e deram-no"), "disse+lhe , dizê+lo , fá+lo e deram+no");
    assert_eq!(words("pt", "dar-se-á, far-lhe-ia, comprá-lo-ão"), "dará+se , faria+lhe , comprarão+lo");
    assert_eq!(words("pt", "Trata-se de dar-lho"), "Trata+se de dar+lhe+o");
    assert_eq!(
        words("pt", "nos Estados, nos anos, nos 12 dias"),
        "em+os Estados , em+os anos , em+os 12 dias"
    );
    assert_eq!(words("pt", "o que nos disse e nos permitiu"), "o que nos disse e nos permitiu");
    assert_eq!(
        words("pt", "O porta-voz da vacina Hepatite-A subiu 5% na sexta-feira"),
        "O porta-voz de+a vacina Hepatite-A subiu 5 % em+a sexta-feira"
    );
    let text = "A posse do ministro dar-se-á";
    let sentence = tokenizer("pt").sentences(text).remove(0);
    let spans: Vec<&str> = sentence.words.iter().map(|w| w.span.of(text)).collect();
    assert_eq!(spans, ["A", "posse", "do", "o", "ministro", "dar-se-á", "dar-se-á"]);
}

#[test]
fn the_parts_of_a_token_have_their_own_spans_where_they_can_be_told_apart() {
    let text = "Del acto de reunirse";
    let sentence = tokenizer("es").sentences(text).remove(0);
    let spans: Vec<&str> = sentence.words.iter().map(|w| w.span.of(text)).collect();
    assert_eq!(spans, ["Del", "el", "acto", "de", "reunir", "se"]);
    assert_eq!(sentence.multiwords[1].span.of(text), "reunirse");
}

#[test]
fn numbers_times_links_and_names() {
    assert_eq!(
        words("es", "A las 10:30 subió un 3,5% hasta 1.200,50 euros (www.ejemplo.es)."),
        "A las 10:30 subió un 3,5% hasta 1.200,50 euros ( www.ejemplo.es ) ."
    );
    assert_eq!(
        words("en", "Write to a.b@example.org or @desk_1 #Summit, see https://example.org/a?b=1."),
        "Write to a.b@example.org or @desk_1 #Summit , see https://example.org/a?b=1 ."
    );
    assert_eq!(words("es", "murieron *NUMBER* personas"), "murieron *NUMBER* personas");
    assert_eq!(words("es", "—No iremos —dijo—. «Nunca»"), "— No iremos — dijo — . « Nunca »");
    assert_eq!(words("en", "a 28% cut in well-known pre-war aid"), "a 28 % cut in well - known pre-war aid");
}

#[test]
fn where_sentences_end() {
    assert_eq!(
        sentences("es", "El Sr. López viajó a EE. UU. con J. M. Ruiz. Volvió ayer... La UE calla."),
        ["El Sr. López viajó a EE. UU. con J. M. Ruiz.", "Volvió ayer...", "La UE calla."]
    );
    assert_eq!(
        sentences("en", "He left the U.S. The U.S. Senate met at 5 p.m. on Friday. Mr. Lee spoke."),
        ["He left the U.S.", "The U.S. Senate met at 5 p.m. on Friday.", "Mr. Lee spoke."]
    );
    assert_eq!(
        sentences("es", "“No iremos. Es falso.” dijo Ana. «¿Por qué?», preguntó. —¡Basta! —gritó él—. Fin."),
        ["“No iremos.", "Es falso.” dijo Ana.", "«¿Por qué?», preguntó.", "—¡Basta! —gritó él—.", "Fin."]
    );
    assert_eq!(
        sentences(
            "es",
            "Cumbre en Lisboa\nMADRID, 12 (EFE).- El presidente calló (véase abajo. Fin). Nada más"
        ),
        ["Cumbre en Lisboa", "MADRID, 12 (EFE).-", "El presidente calló (véase abajo. Fin).", "Nada más"]
    );
}

#[test]
fn paragraphs_are_counted_without_empty_lines() {
    let found = tokenizer("en").sentences("One.\r\n\r\nTwo. Three.\nFour");
    let paragraphs: Vec<usize> = found.iter().map(|s| s.paragraph).collect();
    assert_eq!(paragraphs, [0, 1, 1, 2]);
}

#[test]
fn a_gigantic_line_is_read_in_linear_time() {
    for unit in ["palabra ", "a.b.", "--", "x-y/", "('«", "“a.” ", "*A", "é\u{301}", "👩‍👩‍👧", "1,", ". "]
    {
        let text = unit.repeat(400_000 / unit.len());
        for code in ["es", "en", "pt"] {
            let found = tokenizer(code).sentences(&text);
            assert!(found.iter().all(|s| s.words.len() <= 1000));
        }
    }
}

/// Every character that is not white space lies in exactly one surface token.
fn check(text: &str, sentences: &[Sentence]) -> Result<(), TestCaseError> {
    let mut covered = vec![0u8; text.len()];
    let mut end = 0;
    for sentence in sentences {
        prop_assert!(!sentence.words.is_empty());
        let mut at = 0;
        while at < sentence.words.len() {
            let last = last_of_token(sentence, at);
            let span = sentence.words[at].span.hull(sentence.words[last].span);
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            prop_assert!(span.start >= end && sentence.span.contains(span) && !span.is_empty());
            end = span.end;
            covered[span.start..span.end].iter_mut().for_each(|n| *n += 1);
            for word in &sentence.words[at..=last] {
                prop_assert!(span.contains(word.span));
                prop_assert!(text.is_char_boundary(word.span.start) && text.is_char_boundary(word.span.end));
                prop_assert!(!word.form.is_empty());
            }
            at = last + 1;
        }
    }
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() {
            prop_assert_eq!(covered[at], 1, "character {:?} at byte {}", c, at);
        }
    }
    Ok(())
}

/// Pieces in which the rules meet each other.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "del",
            "Al",
            "reunirse",
            "DÁRSELO",
            "don't",
            "workers'",
            "dar-se-á",
            "dizê-lo",
            "disse-lho",
            "nos",
            "-se",
            "’s",
            "U.S.",
            "Sr.",
            "EE.UU.",
            "J.",
            "1.200,50",
            "10:30",
            "50%",
            "-5",
            "www.a.es/b)",
            "a@b.c",
            "@x",
            "#y",
            "*NUMBER*",
            "...",
            "…",
            "?!",
            "“",
            "”",
            "«",
            "»",
            "\"",
            "'",
            "(",
            ")",
            "—",
            "-",
            ":-)",
            "İstanbul'",
            "ŉ's",
            "k\u{301}",
            "👩‍👩‍👧",
            "🇪🇸",
            "שלום",
            "مرحبا؟",
            "你好。",
            "\u{feff}",
            "\u{200d}",
            "\u{ad}",
            " ",
            " ",
            "\t",
            "\r\n",
            "\n",
            "\u{2028}",
            "\u{a0}",
            "$",
            "€5",
            "F-16",
            "well-known",
            "ẞ",
            "ﬁ",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_character_is_in_one_token(text in "(?s).{0,200}") {
        for code in ["es", "en", "pt"] {
            check(&text, &tokenizer(code).sentences(&text))?;
        }
    }

    #[test]
    fn sentences_stand_where_their_spans_say(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        for code in ["es", "en", "pt"] {
            let tokenizer = tokenizer(code);
            let whole: Vec<_> = tokenizer.sentences(&text).iter().map(|sentence| sentence.span).collect();
            prop_assert_eq!(tokenizer.sentence_spans(&text).collect::<Vec<_>>(), whole);
        }
    }

    #[test]
    fn pieces_of_news_are_in_one_token_too(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        for code in ["es", "en", "pt"] {
            check(&text, &tokenizer(code).sentences(&text))?;
        }
    }
}
