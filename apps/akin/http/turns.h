#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "http/visitor.h"

namespace akin::app {

/// What waits for its turn: the instructor's items first, then one of each visitor in rotation, so
/// that a visitor who asks for much waits behind their own requests and not before those of others.
template <class Item>
class Turns {
 public:
  void add(const Visitor& who, Item item) {
    if (who.is_instructor) {
      ++size_;
      first_.push_back(std::move(item));
    } else {
      add_last(who, std::move(item));
    }
  }

  /// Without the instructor's precedence.
  void add_last(const Visitor& who, Item item) {
    ++size_;
    auto& items = waiting_[who.id];
    if (items.empty()) {
      rotation_.push_back(who.id);
    }
    items.push_back(std::move(item));
  }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool instructor_waits() const { return !first_.empty(); }

  /// Removes and returns the next item: the instructor's, or one of the next visitor for whom
  /// `may_go` holds.
  std::optional<Item> next(const std::function<bool(const std::string& id)>& may_go) {
    return next_of(std::find_if(rotation_.begin(), rotation_.end(), may_go));
  }
  /// The same, of the visitor who has had least.
  std::optional<Item> next_by(const std::function<double(const std::string& id)>& had) {
    return next_of(std::min_element(
        rotation_.begin(), rotation_.end(),
        [&](const std::string& a, const std::string& b) { return had(a) < had(b); }));
  }

 private:
  std::optional<Item> next_of(std::deque<std::string>::iterator turn) {
    if (!first_.empty()) {
      --size_;
      return take_front(first_);
    }
    if (turn == rotation_.end()) {
      return std::nullopt;
    }
    --size_;
    const auto found = waiting_.find(*turn);
    rotation_.erase(turn);
    Item item = take_front(found->second);
    if (found->second.empty()) {
      waiting_.erase(found);
    } else {
      rotation_.push_back(found->first);
    }
    return item;
  }
  static Item take_front(std::deque<Item>& items) {
    Item item = std::move(items.front());
    items.pop_front();
    return item;
  }

  std::size_t size_ = 0;
  std::deque<Item> first_;  // the instructor's
  std::map<std::string, std::deque<Item>> waiting_;
  std::deque<std::string> rotation_;  // the visitors of waiting_, the next one first
};

}  // namespace akin::app
