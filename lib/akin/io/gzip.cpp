#include "akin/io/gzip.h"

#include <algorithm>
#include <array>

#include <zlib.h>

#include "akin/base/require.h"

namespace akin::io {
namespace {

bool begins_like_gzip(const Bytes& bytes) {
  return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

/// Decompresses the concatenated members of a gzip file (RFC 1952); zlib checks CRC-32 and length.
class Inflater {
 public:
  explicit Inflater(const Bytes& input) : rest_(input) {
    constexpr int gzip_only = 16;
    require(inflateInit2(&stream_, MAX_WBITS + gzip_only) == Z_OK, "[gunzip] out of memory");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  [[nodiscard]] bool done() const {
    return member_ended_ && stream_.avail_in == 0 && rest_.empty();
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

Bytes gunzip(Bytes bytes, std::uint64_t limit) {
  if (!begins_like_gzip(bytes)) {
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

}  // namespace akin::io
