#include <atomic>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "akin/inference/decoder.h"

#include "support/reference_transformer.h"

namespace {

std::atomic<int> allocations = 0;

void* counted_or_null(std::size_t size, std::size_t alignment) noexcept {
  ++allocations;
  const std::size_t whole = (size + alignment - 1) / alignment * alignment;
  return std::aligned_alloc(alignment, whole > 0 ? whole : alignment);
}

void* counted(std::size_t size, std::size_t alignment) {
  if (void* memory = counted_or_null(size, alignment)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace

// Replace the allocation functions of the test program; the array forms call these.
void* operator new(std::size_t size) {
  return counted(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return counted_or_null(size, alignof(std::max_align_t));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}

namespace akin::inference {
namespace {

TEST(DecoderMemory, AllocatesNothingAfterConstruction) {
  for (const bool modern : {false, true}) {
    const TransformerShape shape = {.context = 40,
                                    .layers = 2,
                                    .heads = 2,
                                    .width = 20,
                                    .rotary = modern,
                                    .rms_norm = modern,
                                    .squared_relu = modern,
                                    .qk_norm = modern,
                                    .vocabulary_size = 9};
    const auto weights = tests::random_weights(shape);
    const std::vector<std::int32_t> prompt(100, 3);
    const int at_first = allocations;
    Decoder decoder(shape, weights);
    const int constructed = allocations;
    EXPECT_GT(constructed, at_first) << "allocations are counted";
    for (std::int64_t i = 0; i < 3 * shape.context; ++i) {
      decoder.step(static_cast<std::int32_t>(i % shape.vocabulary_size));
    }
    decoder.feed(prompt);
    decoder.reset();
    decoder.feed(prompt);
    EXPECT_EQ(allocations, constructed);
  }
}

}  // namespace
}  // namespace akin::inference
