//! Cells and what they mean, in append-only chunks behind `Arc`: text as dictionary codes in the narrowest width, figures
//! as one array of values with bounds kept sparse, periods as first days with a dictionary of what follows from them.
//!
//! Every chunk has its own dictionaries, so that it is a pure function of its stretch of the file: where a file only grew,
//! all finished chunks of the last load are shared as they are, with all that was understood of them.

mod chunk;
mod codes;
mod measures;
mod periods;

pub(super) use chunk::{Chunk, ChunkBuilder, ChunkSize, Flaw};
pub(super) use codes::{Codes, Texts};
pub use measures::Numbers;
pub(super) use measures::{Measures, MeasuresBuilder, takes_unit};
pub(super) use periods::{Periods, PeriodsBuilder};
