#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace akin::data {

enum class Part { unassigned, train, validation, test };

/// A picture of a folder or an archive.
struct PictureEntry {
  std::size_t file = 0;  ///< its index among the names
  std::string name;      ///< relative to what is left of the path, in Unicode's NFC
  int label = -1;        ///< -1: no classes
  Part part = Part::unassigned;
};

/// What the names of files say about a data set.
struct PictureLayout {
  std::vector<PictureEntry> pictures;  ///< sorted by name
  std::vector<std::string> class_names;
  std::vector<std::string> notes;  ///< for people: what was left out, and why
};

/// Reads classes and parts from paths with "/" between folders, relative to the folder or archive:
/// - hidden names and leftovers of other programs are left out, as is what is no picture;
/// - folders in which everything lies are ignored;
/// - folders named like train, val and test are parts;
/// - the next folder is the class; deeper ones do not count.
/// Class names are in Unicode's NFC and in natural order. Errors: pictures both beside and in
/// class folders.
PictureLayout picture_layout(const std::vector<std::string>& names);

}  // namespace akin::data
