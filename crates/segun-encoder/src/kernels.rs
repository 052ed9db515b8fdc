//! Matrix products for the instructions of this machine.
//!
//! The library's executors cannot be shared between threads, so each thread has its own;
//! the matrices that they packed can.

use rten_gemm::GemmExecutor;

/// The matrix products that one thread uses.
pub(crate) struct Kernels {
    pub(crate) int8: GemmExecutor<u8, i8, i32>,
    pub(crate) float: GemmExecutor<f32>,
    /// Largest quantised input: 127 where the int8 kernel's 16-bit sums would overflow.
    pub(crate) top: f32,
}

impl Default for Kernels {
    fn default() -> Self {
        let int8 = GemmExecutor::new();
        let top = if int8.may_saturate() { 127.0 } else { 255.0 };
        Self { int8, float: GemmExecutor::new(), top }
    }
}

impl std::fmt::Debug for Kernels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kernels({}, {})", self.int8.kernel_name(), self.float.kernel_name())
    }
}
