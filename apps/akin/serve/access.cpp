#include "serve/access.h"

#include <algorithm>
#include <array>
#include <memory>
#include <random>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <fmt/format.h>

namespace akin::app {
namespace {

constexpr std::size_t most_buckets = 4096;

}  // namespace

Token::Token() {
  std::random_device random;
  for (int i = 0; i < 4; ++i) {
    text_ += fmt::format("{:08x}", random());
  }
}

bool Token::is(const std::string& other) const {
  unsigned different = other.size() != text_.size() ? 1 : 0;
  for (std::size_t i = 0; i < std::min(other.size(), text_.size()); ++i) {
    different |= static_cast<unsigned char>(other[i]) ^ static_cast<unsigned char>(text_[i]);
  }
  return different == 0;
}

bool RateLimit::allows(const std::string& address, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= most_buckets) {
    forget_the_idle(now);
  }
  auto& bucket = buckets_.try_emplace(address, Bucket{burst_, now}).first->second;
  const double since = std::chrono::duration<double>(now - bucket.seen).count();
  bucket = {std::min(burst_, bucket.left + per_second_ * since), now};
  if (bucket.left < 1) {
    return false;
  }
  bucket.left -= 1;
  return true;
}

/// Those whose buckets are full again stand as if they had never come.
void RateLimit::forget_the_idle(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& item) {
    const double since = std::chrono::duration<double>(now - item.second.seen).count();
    return item.second.left + per_second_ * since >= burst_;
  });
}

std::string network_address() {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) {
    return {};
  }
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    const bool usable = one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET &&
                        (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
    if (usable) {
      std::array<char, INET_ADDRSTRLEN> text{};
      const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
      return ::inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size());
    }
  }
  return {};
}

}  // namespace akin::app
