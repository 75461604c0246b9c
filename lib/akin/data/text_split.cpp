#include "akin/data/text_split.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "akin/base/require.h"

namespace akin::data {
namespace {

bool starts_character(char byte) {
  return (static_cast<std::uint8_t>(byte) & 0xc0U) != 0x80U;
}

/// Length in bytes of the first `count` characters, or of all if there are fewer.
std::size_t bytes_of(std::string_view text, std::int64_t count) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    count -= starts_character(text[i]) ? 1 : 0;
    if (count < 0) {
      return i;
    }
  }
  return text.size();
}

void each_part_of_characters(const tokens::TextSource& text, const TextSplit::Part& split,
                             const TakeText& train, const TakeText& validation) {
  std::int64_t at = 0;  // in characters
  const auto cut = [&at](std::string_view& chunk, std::int64_t end) {
    const std::size_t bytes = bytes_of(chunk, std::max<std::int64_t>(end - at, 0));
    const std::string_view part = chunk.substr(0, bytes);
    at += count_characters(part);
    chunk.remove_prefix(bytes);
    return part;
  };
  text([&](std::string_view chunk) {
    if (const auto part = cut(chunk, split.train); !part.empty()) {
      train(part);
    }
    (void)cut(chunk, split.all_train);  // beyond the limit
    if (!chunk.empty()) {
      validation(chunk);
    }
  });
}

void each_part_of_documents(const std::vector<tokens::TextSource>& texts, const TextSplit& split,
                            const TakeText& train, const TakeText& validation) {
  std::size_t document = 0;
  std::int64_t trained = 0;
  const auto pass_on = [&](std::string_view some) {
    require(document < split.validation.size(),
            "[data] expected the {} documents of before, got more; the file changed while it was "
            "read: try again",
            split.validation.size());
    if (split.validation[document]) {
      validation(some);
    } else if (trained < split.parts[0].train) {
      train(some);
    }
  };
  LineSplitter lines(pass_on, [&] {
    pass_on("\n");
    trained += split.validation[document++] ? 0 : 1;
  });
  for (const tokens::TextSource& text : texts) {
    text([&lines](std::string_view chunk) { lines.add(chunk); });
    lines.finish();
  }
}

}  // namespace

std::int64_t count_characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), starts_character);
}

LineSplitter::LineSplitter(TakeText text, std::function<void()> end)
    : text_(std::move(text)), end_(std::move(end)) {}

void LineSplitter::add(std::string_view chunk) {
  while (!chunk.empty()) {
    const std::size_t newline = chunk.find('\n');
    if (const std::string_view part = chunk.substr(0, newline); !part.empty()) {
      inside_ = true;
      text_(part);
    }
    if (newline == std::string_view::npos) {
      return;
    }
    end_line();
    chunk.remove_prefix(newline + 1);
  }
}

void LineSplitter::finish() {
  end_line();
}

void LineSplitter::end_line() {
  if (std::exchange(inside_, false)) {
    end_();
  }
}

std::vector<std::int64_t> in_proportion(std::int64_t total,
                                        const std::vector<std::int64_t>& sizes) {
  const std::int64_t all = std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
  std::vector<std::int64_t> shares;
  std::int64_t sum = 0;
  std::int64_t given = 0;
  for (const std::int64_t size : sizes) {
    sum += size;
    const double due = static_cast<double>(total) * static_cast<double>(sum) /
                       static_cast<double>(std::max<std::int64_t>(all, 1));
    const auto until = sum == all ? total : std::min(static_cast<std::int64_t>(due), total);
    shares.push_back(std::min(until - given, size));
    given += shares.back();
  }
  return shares;
}

void each_part(const std::vector<tokens::TextSource>& texts, const TextSplit& split,
               const TakeText& train, const TakeText& validation) {
  if (split.documents) {
    each_part_of_documents(texts, split, train, validation);
    return;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    each_part_of_characters(texts[i], split.parts[i], train, validation);
  }
}

}  // namespace akin::data
