//! What each finding of a comparison is worth.
//!
//! They were chosen on the training and development topics of ECB+ (1 to 35) by trying one after the other, among values
//! with which all life cycles come out. Those against other partners, other places and an answer are stronger than is
//! best there, so that two meetings, or attacks on two towns, stay two.

/// The report itself says that it is the same event.
pub(crate) const SAME_EVENT: f32 = 1.0;
/// It says so of two words: often the one tells what came of the other.
pub(crate) const SAME_EVENT_OTHER_WORD: f32 = -0.6;
/// The same report tells of both, as of two events.
pub(crate) const SAME_REPORT: f32 = 0.0;
/// It tells of both with two words.
pub(crate) const SAME_REPORT_OTHER_WORD: f32 = -4.0;
/// The same type.
pub(crate) const KIND: f32 = 2.0;
/// Types of one family.
pub(crate) const RELATED_KIND: f32 = -0.3;
/// Types that are never one, of one word in one story: one of them is misread.
pub(crate) const OTHER_KIND: f32 = 3.0;
/// The same mode.
pub(crate) const MODE: f32 = 0.8;
/// Another mode.
pub(crate) const OTHER_MODE: f32 = -0.7;
/// Each of the first two who take part in both.
pub(crate) const PARTY: f32 = 2.0;
/// Each further one.
pub(crate) const FURTHER_PARTY: f32 = 0.5;
/// Only one side is known on one of the sides of the comparison.
pub(crate) const ONE_SIDE: f32 = -0.8;
/// One is shared, and each has another partner.
pub(crate) const OTHER_PARTNER: f32 = -8.0;
/// Both name who takes part, and nobody is shared.
pub(crate) const NOBODY_SHARED: f32 = -6.0;
/// Who acts is shared.
pub(crate) const ACTOR: f32 = 1.1;
/// Who undergoes is shared: readers mix it up with others of the sentence too often for more.
pub(crate) const RECIPIENT: f32 = 0.0;
/// Others act.
pub(crate) const OTHER_ACTOR: f32 = -0.1;
/// Others undergo.
pub(crate) const OTHER_RECIPIENT: f32 = -0.9;
/// Each acts on the other's side: an answer, not the same.
pub(crate) const REVERSED: f32 = -7.0;
/// The same place.
pub(crate) const PLACE: f32 = 1.6;
/// One place lies in the other.
pub(crate) const WITHIN_PLACE: f32 = 0.4;
/// A place not far from it.
pub(crate) const NEARBY_PLACE: f32 = 0.0;
/// Another place of the country.
pub(crate) const OTHER_PLACE: f32 = -6.2;
/// Another country.
pub(crate) const OTHER_COUNTRY: f32 = -3.0;
/// The same time.
pub(crate) const TIME: f32 = 1.0;
/// A time to which it was moved.
pub(crate) const MOVED: f32 = 0.6;
/// The tense fits.
pub(crate) const TENSE: f32 = 0.5;
/// The tense is days off.
pub(crate) const NEAR: f32 = 0.0;
/// A plan with another day.
pub(crate) const SHIFTED: f32 = -0.8;
/// Days apart.
pub(crate) const FAR: f32 = -1.6;
/// The event's word, in any inflection.
pub(crate) const WORD: f32 = 3.0;
/// A word with the same beginning.
pub(crate) const KIN: f32 = 1.0;
/// Other words of the same language, of one meaning.
pub(crate) const SENSE: f32 = -1.4;
/// Words of two languages, of one meaning; life cycles alone speak of these.
pub(crate) const FOREIGN_SENSE: f32 = 1.0;
/// Other words of the same language, of other meanings.
pub(crate) const OTHER_WORD: f32 = -4.0;
/// Each other word that the sentences share.
pub(crate) const CONTEXT_WORD: f32 = 0.3;
/// All of them together.
pub(crate) const CONTEXT_MOST: f32 = 1.2;
/// The sentences are alike, and name neither who nor where.
pub(crate) const CONTEXT_ALONE: f32 = 1.5;
/// All names of the shorter list are in the other.
pub(crate) const ABOUT: f32 = 1.2;
/// The reports name others.
pub(crate) const OTHER_ABOUT: f32 = -2.5;
/// The report goes on with the thread's story.
pub(crate) const STORY: f32 = 0.5;
/// It tells another story of the same days.
pub(crate) const OTHER_STORY: f32 = -3.0;
/// It is like a story of the thread, as much as reports of one story are.
pub(crate) const NEAR_STORY: f32 = 3.0;
/// The same word in one story.
pub(crate) const STORY_WORD: f32 = 2.0;
/// Other words in one story.
pub(crate) const STORY_OTHER_WORD: f32 = -2.0;
/// In one story, and neither who nor where is shared.
pub(crate) const STORY_ALONE: f32 = -1.0;
