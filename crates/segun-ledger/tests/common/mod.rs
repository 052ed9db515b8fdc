//! Readings made by hand, as small as the tests need them.

#![allow(dead_code)] // each test file uses its part

use segun_report::{
    Attribution, Certainty, Entity, EntityIds, EntityType, Event, EventType, Mention, MentionKind, Mode,
    Polarity, Reading, Report, SourceKind, Span, Stance, When,
};

/// A reading under construction.
pub(crate) struct Made(pub(crate) Reading);

/// The report of `url` with `text`, published by `outlet` on `day`.
pub(crate) fn report(url: &str, outlet: &str, day: &str, language: &str, text: &str) -> Made {
    Made(Reading {
        report: Report {
            id: url.to_owned(),
            language: Some(language.to_owned()),
            published: day.parse().ok(),
            title: text.split('.').next().map(str::to_owned),
            url: Some(url.to_owned()),
            publisher: Some(outlet.to_owned()),
            authors: Vec::new(),
            text: text.to_owned(),
        },
        ..Reading::default()
    })
}

impl Made {
    fn at(&self, words: &str) -> Span {
        let start = self.0.report.text.find(words).unwrap_or_else(|| panic!("no “{words}” in the text"));
        Span::new(start, start + words.len())
    }

    /// Names a person, or a country where `iso3` is given.
    pub(crate) fn names(mut self, id: &str, name: &str, iso3: Option<&str>) -> Self {
        let span = self.at(name);
        self.0.entities.push(Entity {
            id: id.to_owned(),
            kind: if iso3.is_some() { EntityType::Location } else { EntityType::Person },
            name: name.to_owned(),
            ids: EntityIds { iso3: iso3.map(str::to_owned), ..EntityIds::default() },
            country: iso3.map(str::to_owned),
            sector: None,
            role: None,
            office: None,
            lat: None,
            lon: None,
            mentions: vec![Mention { span, kind: MentionKind::Name }],
            confidence: 1.0,
            place_confidence: None,
            why: Vec::new(),
        });
        self
    }

    /// `source` `cue` says `content`.
    pub(crate) fn says(
        mut self,
        id: &str,
        source: &str,
        cue: &str,
        content: &str,
        mode: Mode,
        stance: Stance,
    ) -> Self {
        let entity = self.0.entities.iter().find(|e| source.contains(&e.name)).map(|e| e.id.clone());
        self.0.attributions.push(Attribution {
            id: id.to_owned(),
            source: Some(self.at(source)),
            source_kind: if entity.is_some() { SourceKind::Named } else { SourceKind::Role },
            // A role is a source of its own where the country is known.
            affiliation: entity.is_none().then(|| "CHL".into()),
            source_entity: entity,
            cue: Some(self.at(cue)),
            content: vec![self.at(content)],
            mode,
            stance,
            within: None,
            said_at: None,
            confidence: 0.9,
            why: Vec::new(),
        });
        self
    }

    /// `actor` does `trigger` to `recipient`, as `source` has it.
    pub(crate) fn event(
        mut self,
        trigger: &str,
        kind: EventType,
        parts: [&[&str]; 2],
        certainty: Certainty,
        when: When,
        source: Option<&str>,
    ) -> Self {
        let id = format!("v{}", self.0.events.len() + 1);
        let ids = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        self.0.events.push(Event {
            same_as: id.clone(),
            id,
            trigger: self.at(trigger),
            kind: Some(kind),
            mode: None,
            cameo: None,
            actor: ids(parts[0]),
            recipient: ids(parts[1]),
            place: Vec::new(),
            time: None,
            from: None,
            to: None,
            certainty,
            polarity: Polarity::Positive,
            when,
            source: source.map(str::to_owned),
            confidence: 0.8,
            certainty_confidence: 1.0,
            why: Vec::new(),
        });
        self
    }
}

/// Words enough that a text can be told from others: numbered sentences without sense.
pub(crate) fn filler(seed: usize, sentences: usize) -> String {
    let words =
        ["río", "puerto", "cosecha", "salario", "vacuna", "puente", "archivo", "regata", "museo", "tranvía"];
    let mut text = String::new();
    for s in 0..sentences {
        text.push_str("En ");
        for w in 0..12 {
            let n = (seed * 7919 + s * 104_729 + w * 1_299_709) % 9973;
            text.push_str(&format!("{}{} ", words[n % words.len()], n));
        }
        text.pop();
        text.push_str(". ");
    }
    text
}

/// The meeting of two presidents, announced by one of them.
pub(crate) fn meeting(url: &str, outlet: &str, day: &str) -> Made {
    let text = format!(
        "Ana Duarte se reunirá con Luis Prado en Chile. La presidenta dijo que viajará pronto. {}",
        filler(1, 6)
    );
    report(url, outlet, day, "es", &text)
        .names("e1", "Ana Duarte", None)
        .names("e2", "Luis Prado", None)
        .names("e3", "Chile", Some("CHL"))
        .says("a1", "La presidenta", "dijo", "que viajará pronto", Mode::Indirect, Stance::Assert)
        .event("reunirá", EventType::Consult, [&["e1"], &["e2"]], Certainty::Certain, When::Future, None)
        .event(
            "viajará",
            EventType::Consult,
            [&["e1"], &["e3"]],
            Certainty::Possible,
            When::Future,
            Some("a1"),
        )
}

/// A bombing, another story.
pub(crate) fn bombing(url: &str, day: &str) -> Made {
    let text = format!("Sudán bombardeó posiciones de Chad. El ataque causó daños. {}", filler(99, 6));
    report(url, "El Faro", day, "es", &text)
        .names("e1", "Sudán", Some("SDN"))
        .names("e2", "Chad", Some("TCD"))
        .event("bombardeó", EventType::Assault, [&["e1"], &["e2"]], Certainty::Certain, When::Past, None)
}
