#pragma once

#include <map>
#include <mutex>
#include <string>

#include <nlohmann/json.hpp>

namespace akin::app {

/// An image that is real or generated, which the class does not know.
struct Question {
  std::string image;         ///< base64 of its pixels
  bool real = false;         ///< unseen by the model, or made by it
  double discriminator = 0;  ///< the chance that the discriminator gives it of being real
};

/// *Real or fake?*: rounds in which a class votes on an image and then sees the answer, the
/// discriminator's vote beside its own, and the score.
class Ballot {
 public:
  /// A new round; one that was open counts for nothing.
  void ask(Question question);
  /// A voter's vote, or change of it. Refusal (409): that round is not open.
  void cast(std::int64_t round, const std::string& voter, bool real);
  /// Closes the round and counts it. Refusal (409): none is open.
  void reveal();

  /// {"round", "open", "image", "votes", "score": {"rounds", "class", "discriminator"}}, and once a
  /// round is closed {"real", "votes_for_real", "discriminator"}. Round 0: nothing was asked yet.
  [[nodiscard]] nlohmann::json status() const;

 private:
  [[nodiscard]] std::int64_t votes_for_real() const;

  mutable std::mutex mutex_;
  Question question_;
  std::int64_t round_ = 0;
  bool open_ = false;
  std::map<std::string, bool> votes_;  // voter -> real
  struct Score {
    std::int64_t rounds = 0, of_class = 0, of_discriminator = 0;
  } score_;
};

}  // namespace akin::app
