#pragma once

#include <memory>
#include <utility>

namespace akin {

/// Owns an object of a class with a virtual clone(); a copy owns a copy of it.
template <class T>
class ClonePtr {
 public:
  ClonePtr() = default;
  ClonePtr(std::unique_ptr<T> object)  // NOLINT(google-explicit-constructor)
      : object_(std::move(object)) {}
  ClonePtr(const ClonePtr& other) : object_(other.object_ ? other.object_->clone() : nullptr) {}
  ClonePtr(ClonePtr&&) noexcept = default;
  ClonePtr& operator=(ClonePtr other) noexcept {
    object_ = std::move(other.object_);
    return *this;
  }
  ~ClonePtr() = default;

  T* operator->() const { return object_.get(); }
  T& operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  std::unique_ptr<T> object_;
};

}  // namespace akin
