//! Places as GDELT and POLECAT write them: as precise as the report has them, no more.

use crate::codes;
use crate::reading::Named;
use segun_knowledge::{PlaceKind, country, place_by_geonames};
use segun_report::EntityType;

/// A place with its coordinates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Located<'a> {
    pub(crate) kind: PlaceKind,
    /// As the report names it.
    pub(crate) name: &'a str,
    /// ISO 3166-1 alpha-3.
    pub(crate) country: Option<&'a str>,
    /// Degrees, WGS 84.
    pub(crate) at: Option<(f64, f64)>,
    pub(crate) geonames: Option<&'a str>,
}

impl<'a> Located<'a> {
    /// The place that `entity` is, where it is one and it is known which.
    pub(crate) fn of(entity: &'a Named<'_>) -> Option<Self> {
        if *entity.kind != *EntityType::Location.as_str() {
            return None;
        }
        let known = entity.ids.geonames.as_deref().and_then(|id| place_by_geonames(id.parse().ok()?));
        let kind = match (&entity.ids.iso3, known) {
            (Some(_), _) => PlaceKind::Country,
            (None, Some(place)) => place.kind,
            (None, None) if entity.lat.is_some() => PlaceKind::Settlement,
            (None, None) => return None,
        };
        let at = entity.lat.zip(entity.lon).or_else(|| {
            let of_country = || entity.ids.iso3.as_deref().and_then(country).and_then(|country| country.at);
            if kind == PlaceKind::Country { of_country() } else { None }
        });
        Some(Self {
            kind,
            name: &entity.name,
            country: entity.home(),
            at,
            geonames: entity.ids.geonames.as_deref(),
        })
    }

    /// FIPS 10-4 code of the country.
    pub(crate) fn fips(&self) -> &'static str {
        self.country.and_then(codes::country).map_or("", |country| country.fips)
    }
}
