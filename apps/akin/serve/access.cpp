#include "serve/access.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

namespace akin::app {
namespace {

constexpr std::size_t max_buckets = 4096;

}  // namespace

InstructorToken::InstructorToken() {
  std::random_device random;
  for (int i = 0; i < 4; ++i) {
    text_ += fmt::format("{:08x}", random());
  }
}

bool InstructorToken::is(const std::string& other) const {
  unsigned different = other.size() != text_.size() ? 1 : 0;
  for (std::size_t i = 0; i < std::min(other.size(), text_.size()); ++i) {
    different |= static_cast<unsigned char>(other[i]) ^ static_cast<unsigned char>(text_[i]);
  }
  return different == 0;
}

bool RateLimit::allows(const std::string& address, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= max_buckets) {
    drop_full_buckets(now);
  }
  auto& bucket = buckets_.try_emplace(address, Bucket{burst_, now}).first->second;
  const double elapsed = std::chrono::duration<double>(now - bucket.updated).count();
  bucket = {std::min(burst_, bucket.tokens + per_second_ * elapsed), now};
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

/// A full bucket says no more than a missing one.
void RateLimit::drop_full_buckets(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& item) {
    const double elapsed = std::chrono::duration<double>(now - item.second.updated).count();
    return item.second.tokens + per_second_ * elapsed >= burst_;
  });
}

}  // namespace akin::app
