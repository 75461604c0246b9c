#include "akin/data/file_names.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "akin/base/utf8.h"

namespace akin::data {
namespace {

bool is_leftover_name(const std::string& part) {
  static const std::set<std::string> names = {"__macosx",    "thumbs.db",   "desktop.ini",
                                              "ehthumbs.db", "__pycache__", "$recycle.bin"};
  return part.starts_with('.') || part.ends_with('~') || names.contains(utf8::lower_case(part));
}

}  // namespace

PathParts split_path(const std::string& name) {
  const std::string text = utf8::find_invalid(name) ? utf8::replace_invalid(name) : utf8::nfc(name);
  PathParts parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    std::string part = text.substr(begin, end - begin);
    if (!part.empty() && part != ".") {
      parts.push_back(std::move(part));
    }
    begin = end + 1;
  }
  return parts;
}

std::string joined(const PathParts& path) {
  std::string text;
  for (const std::string& part : path) {
    text += (text.empty() ? "" : "/") + part;
  }
  return text;
}

bool is_leftover(const PathParts& path) {
  return std::any_of(path.begin(), path.end(), is_leftover_name);
}

std::string extension_of(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? "other" : utf8::lower_case(name.substr(dot));
}

void LeftOut::add(const std::string& kind, const std::string& name) {
  Count& count = counts_[kind];
  if (count.count++ == 0 || name < count.first) {
    count.first = name;
  }
}

std::vector<std::string> LeftOut::notes() const {
  std::vector<std::string> notes;
  for (const auto& [kind, count] : counts_) {
    notes.push_back(fmt::format("left out {} {} {} ({}{})", count.count, kind,
                                count.count == 1 ? "file" : "files",
                                count.count == 1 ? "" : "the first: ", count.first));
  }
  return notes;
}

}  // namespace akin::data
