//! What each finding of a comparison is worth.
//!
//! Those of words, stories, names and of who takes part were chosen on training topics of ECB+ (1 to 10, 12, 18, 21, 23,
//! 34, 35) by trying one after the other, among values with which all life cycles come out, with the stories of a ledger
//! and without. Those against other partners, other places and an answer are stronger than is best there, so that
//! two meetings, or attacks on two towns, stay two.

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident = $value:literal;)*) => {
        /// What each finding is worth, for a link or against it.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Points {
            $($(#[$doc])* pub $name: f32,)*
        }

        impl Points {
            /// The points by which the ledger links.
            pub const CHOSEN: Self = Self { $($name: $value,)* };

            /// All findings by name, to change what they are worth.
            pub fn named(&mut self) -> Vec<(&'static str, &mut f32)> {
                vec![$((stringify!($name), &mut self.$name),)*]
            }
        }
    };
}

points! {
    /// The report itself says that it is the same event.
    same_event = 1.0;
    /// The same report tells of both, as of two events.
    same_report = 0.0;
    /// The same type.
    kind = 1.0;
    /// Types of one family.
    related_kind = -2.3;
    /// Types that are never one, of one word in one story: one of them is misread.
    other_kind = 1.0;
    /// The same mode.
    mode = 0.3;
    /// Another mode.
    other_mode = -0.2;
    /// Each of the first two who take part in both.
    party = 2.0;
    /// Each further one.
    further_party = 0.5;
    /// Only one side is known on one of the sides of the comparison.
    one_side = -0.8;
    /// One is shared, and each has another partner.
    other_partner = -6.0;
    /// Both name who takes part, and nobody is shared.
    nobody_shared = -6.0;
    /// Who acts is shared.
    actor = 1.6;
    /// Who undergoes is shared.
    recipient = 1.0;
    /// Others act.
    other_actor = -0.5;
    /// Others undergo.
    other_recipient = -0.5;
    /// Each acts on the other's side: an answer, not the same.
    reversed = -6.0;
    /// The same place.
    place = 1.2;
    /// One place lies in the other.
    within_place = 0.4;
    /// Another place of the country.
    other_place = -5.5;
    /// Another country.
    other_country = -6.5;
    /// The same time.
    time = 1.0;
    /// A time to which it was moved.
    moved = 0.6;
    /// The tense fits.
    tense = 0.3;
    /// The tense is days off.
    near = 0.0;
    /// A plan with another day.
    shifted = -0.8;
    /// Days apart.
    far = -1.6;
    /// The event's word, in any inflection.
    word = 3.0;
    /// A word with the same beginning.
    kin = 1.0;
    /// Other words of the same language.
    other_word = -4.0;
    /// Each other word that the sentences share.
    context_word = 0.3;
    /// All of them together.
    context_most = 1.2;
    /// The sentences are alike, and name neither who nor where.
    context_alone = 1.5;
    /// All names of the shorter list are in the other.
    about = 1.2;
    /// The reports name others.
    other_about = -1.0;
    /// The report goes on with the thread's story.
    story = 0.5;
    /// It tells another story of the same days.
    other_story = -1.0;
    /// The same word in one story.
    story_word = 2.0;
    /// Other words in one story.
    story_other_word = -2.0;
    /// In one story, and neither who nor where is shared.
    story_alone = 0.0;
}
