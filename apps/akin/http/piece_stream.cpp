#include "http/piece_stream.h"

#include <utility>

namespace akin::app {

bool PieceStream::write(const std::string& piece) {
  {
    const std::lock_guard lock(mutex_);
    if (abandoned_) {
      return false;
    }
    pieces_ += piece;
  }
  wake_();
  return true;
}

void PieceStream::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  wake_();
}

std::string PieceStream::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(pieces_, {});
}

bool PieceStream::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

std::size_t PieceStream::held() const {
  const std::lock_guard lock(mutex_);
  return pieces_.size();
}

void PieceStream::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  pieces_ = {};
}

}  // namespace akin::app
