#pragma once

#include <functional>
#include <mutex>

#include "http/http.h"

namespace akin::app {

/// A stream that another thread writes.
class PieceStream : public HttpStream {
 public:
  /// `wake`: tells the server that there is something to take.
  explicit PieceStream(std::function<void()> wake) : wake_(std::move(wake)) {}

  /// Never waits. False: the client is gone.
  bool write(const std::string& piece);
  void end();

  std::string take() override;
  [[nodiscard]] bool ended() const override;
  [[nodiscard]] std::size_t held() const override;
  void abandon() override;

 private:
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::string pieces_;
  bool ended_ = false;
  bool abandoned_ = false;
};

}  // namespace akin::app
