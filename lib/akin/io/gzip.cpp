#include "akin/io/gzip.h"

#include <algorithm>
#include <array>
#include <utility>

#include <zlib.h>

#include "akin/base/require.h"
#include "akin/io/archive.h"

namespace akin::io {
namespace {

/// Decompresses the concatenated members of a gzip file (RFC 1952); zlib checks CRC-32 and length.
class Inflater {
 public:
  explicit Inflater(std::span<const std::uint8_t> input) : rest_(input) {
    constexpr int gzip_only = 16;
    require(inflateInit2(&stream_, MAX_WBITS + gzip_only) == Z_OK, "[gunzip] out of memory");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Whether nothing but zeros follows the last member.
  [[nodiscard]] bool done() const {
    const auto zero = [](std::uint8_t byte) { return byte == 0; };
    return member_ended_ &&
           std::all_of(stream_.next_in, stream_.next_in + stream_.avail_in, zero) &&
           std::all_of(rest_.begin(), rest_.end(), zero);
  }

  /// The next decompressed chunk, valid until the next call.
  std::span<const std::uint8_t> next() {
    refill();
    if (member_ended_) {
      inflateReset(&stream_);
    }
    stream_.next_out = buffer_.data();
    stream_.avail_out = static_cast<uInt>(buffer_.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    require(status != Z_BUF_ERROR, "[gunzip] expected a whole gzip stream, got a truncated one");
    require(status == Z_OK || status == Z_STREAM_END,
            "[gunzip] expected a gzip stream, got a damaged one ({})",
            stream_.msg != nullptr ? stream_.msg : "no reason given");
    member_ended_ = status == Z_STREAM_END;
    return {buffer_.data(), buffer_.size() - stream_.avail_out};
  }

 private:
  /// zlib counts in 32 bits, so that larger inputs are passed in parts.
  void refill() {
    if (stream_.avail_in == 0) {
      const auto part = std::min<std::size_t>(rest_.size(), std::size_t{1} << 30U);
      stream_.next_in = const_cast<Bytef*>(rest_.data());  // zlib does not write to it
      stream_.avail_in = static_cast<uInt>(part);
      rest_ = rest_.subspan(part);
    }
  }

  z_stream stream_{};
  std::span<const std::uint8_t> rest_;
  std::array<std::uint8_t, std::size_t{1} << 16U> buffer_{};
  bool member_ended_ = false;
};

}  // namespace

bool is_gzip(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

Bytes gunzip(Bytes bytes, std::uint64_t limit) {
  if (!is_gzip(bytes)) {
    return bytes;
  }
  Bytes out;
  for (Inflater inflater(bytes); !inflater.done();) {
    const auto chunk = inflater.next();
    require(chunk.size() <= limit - out.size(),
            "[gunzip] expected at most {} bytes to come out, got more", limit);
    out.insert(out.end(), chunk.begin(), chunk.end());
  }
  return out;
}

Bytes gunzip(Bytes bytes) {
  const std::uint64_t limit = unpacked_limit(bytes.size());
  return gunzip(std::move(bytes), limit);
}

}  // namespace akin::io
