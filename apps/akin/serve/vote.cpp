#include "serve/vote.h"

#include <algorithm>

#include "serve/request_body.h"

namespace akin::app {
namespace {

constexpr std::size_t max_voters = 1000;

}  // namespace

void Vote::start(Question question) {
  const std::lock_guard lock(mutex_);
  question_ = std::move(question);
  votes_.clear();
  ++round_;
  open_ = true;
}

void Vote::cast(std::int64_t round, const std::string& voter, bool real) {
  const std::lock_guard lock(mutex_);
  if (!open_ || round != round_) {
    throw HttpError(409, "[vote] expected a round that is open");
  }
  if (votes_.size() >= max_voters && !votes_.contains(voter)) {
    throw HttpError(409, "[vote] expected at most 1000 voters");
  }
  votes_[voter] = real;
}

void Vote::reveal() {
  const std::lock_guard lock(mutex_);
  if (!open_) {
    throw HttpError(409, "[vote] expected a round that is open");
  }
  open_ = false;
  ++score_.rounds;
  const std::int64_t for_real = votes_for_real();
  const std::int64_t correct = question_.real ? for_real : std::ssize(votes_) - for_real;
  score_.of_class += 2 * correct > std::ssize(votes_) ? 1 : 0;
  score_.of_discriminator += (question_.probability > 0.5) == question_.real ? 1 : 0;
}

std::int64_t Vote::votes_for_real() const {
  return std::count_if(votes_.begin(), votes_.end(), [](const auto& vote) { return vote.second; });
}

nlohmann::json Vote::status() const {
  const std::lock_guard lock(mutex_);
  nlohmann::json status = {{"round", round_},
                           {"open", open_},
                           {"image", question_.image},
                           {"votes", votes_.size()},
                           {"score",
                            {{"rounds", score_.rounds},
                             {"class", score_.of_class},
                             {"discriminator", score_.of_discriminator}}}};
  if (!open_ && round_ > 0) {
    status["real"] = question_.real;
    status["votes_for_real"] = votes_for_real();
    status["probability"] = question_.probability;
  }
  return status;
}

}  // namespace akin::app
