#include "akin/data/read_pictures.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/data/file_names.h"
#include "akin/data/file_source.h"
#include "akin/data/picture_cache.h"
#include "akin/data/picture_layout.h"
#include "akin/data/split.h"
#include "akin/data/to_image.h"
#include "akin/kernels/cpu_limits.h"
#include "akin/pictures/picture.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;

/// Hands contents from the thread that reads them to others that decode them.
class DecodingQueue {
 public:
  using Work = std::function<void(std::size_t position, const io::Bytes& content)>;

  DecodingQueue(int threads, Work work) : work_(std::move(work)) {
    for (int i = 0; i < threads; ++i) {
      workers_.emplace_back([this] { run(); });
    }
  }
  ~DecodingQueue() { finish(); }
  DecodingQueue(const DecodingQueue&) = delete;
  DecodingQueue& operator=(const DecodingQueue&) = delete;

  /// Waits while enough is waiting.
  void push(std::size_t position, io::Bytes content) {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [&] { return waiting_.size() < most_waiting; });
    waiting_.emplace_back(position, std::move(content));
    added_.notify_one();
  }
  /// Waits until everything is decoded.
  void finish() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    added_.notify_all();
    workers_.clear();  // joins them
  }

 private:
  static constexpr std::size_t most_waiting = 32;

  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      added_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
      if (waiting_.empty()) {
        return;
      }
      const auto [position, content] = std::move(waiting_.front());
      waiting_.pop_front();
      taken_.notify_one();
      lock.unlock();
      work_(position, content);
    }
  }

  Work work_;
  std::mutex mutex_;
  std::condition_variable added_;
  std::condition_variable taken_;
  std::deque<std::pair<std::size_t, io::Bytes>> waiting_;
  bool closed_ = false;
  std::vector<std::jthread> workers_;
};

/// Decodes the pictures at `positions` of the layout; `use` is called from several threads, with
/// nothing for a picture that cannot be decoded.
void decode_each(
    const FileSource& source, const PictureLayout& layout,
    const std::vector<std::size_t>& positions,
    const std::function<void(std::size_t, const std::optional<pictures::Raster>&)>& use,
    const ReadingProgress& progress = {}) {
  std::vector<std::pair<std::size_t, std::size_t>> by_file;  // index of the file, position
  for (const std::size_t position : positions) {
    by_file.emplace_back(layout.pictures[position].file, position);
  }
  std::sort(by_file.begin(), by_file.end());
  std::vector<std::size_t> wanted;
  for (const auto& [file, position] : by_file) {
    wanted.push_back(file);
  }
  DecodingQueue queue(kernels::available_threads(), [&](std::size_t i, const io::Bytes& content) {
    const std::size_t position = by_file[i].second;
    std::optional<pictures::Raster> picture;
    try {
      picture = pictures::decode_picture(content, layout.pictures[position].name);
    } catch (const Error&) {
      picture.reset();
    }
    use(position, picture);
  });
  std::size_t done = 0;
  source.read(wanted, [&](std::size_t /*file*/, io::Bytes content) {
    queue.push(done++, std::move(content));
    if (progress) {
      progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(wanted.size()));
    }
  });
  queue.finish();
}

/// What some of the pictures are like, which decides how all are read.
struct Survey {
  std::mutex mutex;
  std::int64_t read = 0;
  std::int64_t transparent = 0;
  bool colour = false;
  double ink = 0;         ///< sum of opacity
  double brightness = 0;  ///< sum of opacity times luma
  std::set<std::pair<int, int>> sizes;

  void add(const pictures::Raster& picture) {
    bool has_colour = false;
    bool is_transparent = false;
    double opacities = 0;
    double lumas = 0;
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
      const std::uint8_t* p = &picture.rgba[i];
      has_colour = has_colour || (p[3] > 0 && (p[0] != p[1] || p[1] != p[2]));
      is_transparent = is_transparent || p[3] != 255;
      opacities += p[3];
      lumas += p[3] * static_cast<double>(pictures::luma({p[0], p[1], p[2]}));
    }
    const std::scoped_lock lock(mutex);
    ++read;
    colour = colour || has_colour;
    sizes.emplace(picture.width, picture.height);
    if (is_transparent) {
      ++transparent;
      ink += opacities;
      brightness += lumas;
    }
  }
  [[nodiscard]] std::optional<pictures::Dimensions> common_size() const {
    return sizes.size() == 1
               ? std::optional(pictures::Dimensions{sizes.begin()->first, sizes.begin()->second})
               : std::nullopt;
  }
};

void survey_pictures(const FileSource& source, const PictureLayout& layout, Survey& survey) {
  constexpr std::size_t most = 256;
  std::vector<std::size_t> spread;
  const std::size_t count = std::min(most, layout.pictures.size());
  for (std::size_t i = 0; i < count; ++i) {
    spread.push_back(i * layout.pictures.size() / count);
  }
  decode_each(source, layout, spread, [&](std::size_t /*position*/, const auto& picture) {
    if (picture) {
      survey.add(*picture);
    }
  });
}

/// The images of one part, with a mark for each that could be read.
struct DecodedPart {
  std::size_t begin = 0;  ///< among the pictures of the layout, which are sorted by part
  std::size_t end = 0;
  std::vector<std::uint8_t> values;
  std::vector<char> ok;  // not bool: written by several threads
};

using DecodedParts = std::array<DecodedPart, 3>;  // for training, validation and test

DecodedParts make_parts(const PictureLayout& layout, std::size_t size) {
  DecodedParts parts;
  for (std::size_t i = 0; i < layout.pictures.size(); ++i) {
    const auto part = static_cast<std::size_t>(layout.pictures[i].part);
    parts[std::max<std::size_t>(part, 1) - 1].end = i + 1;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].begin = i > 0 ? parts[i - 1].end : 0;
    parts[i].end = std::max(parts[i].end, parts[i].begin);
    parts[i].ok.resize(parts[i].end - parts[i].begin);
    parts[i].values.resize(parts[i].ok.size() * size);
  }
  return parts;
}

DecodedParts decode_all(const FileSource& source, const PictureLayout& layout,
                        const ImagePlan& plan, SourceImages& found,
                        const ReadingProgress& progress) {
  const std::size_t size = plan.size.values();
  DecodedParts parts = make_parts(layout, size);
  std::vector<std::size_t> all(layout.pictures.size());
  std::iota(all.begin(), all.end(), 0);
  std::mutex mutex;
  const auto keep = [&](std::size_t position, const std::optional<pictures::Raster>& picture) {
    if (!picture) {
      return;
    }
    const auto image = to_image(*picture, plan);
    auto& part = *std::find_if(parts.begin(), parts.end(),
                               [&](const DecodedPart& p) { return position < p.end; });
    const std::size_t at = position - part.begin;
    std::copy(image.begin(), image.end(),
              part.values.begin() + static_cast<std::ptrdiff_t>(at * size));
    part.ok[at] = 1;
    const std::scoped_lock lock(mutex);
    ++found.sizes[{picture->width, picture->height}];
  };
  decode_each(source, layout, all, keep, progress);
  return parts;
}

/// The images that could be read, moved together.
Images images_of(DecodedPart part, const PictureLayout& layout, ImageSize size) {
  std::vector<std::uint8_t> labels;
  auto to = part.values.begin();
  for (std::size_t i = 0; i < part.ok.size(); ++i) {
    if (part.ok[i] != 0) {
      const auto from = part.values.begin() + static_cast<std::ptrdiff_t>(i * size.values());
      to = from == to ? to + static_cast<std::ptrdiff_t>(size.values())
                      : std::copy_n(from, size.values(), to);
      if (!layout.class_names.empty()) {
        labels.push_back(static_cast<std::uint8_t>(layout.pictures[part.begin + i].label));
      }
    }
  }
  part.values.erase(to, part.values.end());
  return part.values.empty()
             ? Images()
             : Images(std::move(part.values), std::move(labels), size, layout.class_names);
}

/// Keys of the training images, and what could not be read.
void note_read(const DecodedParts& parts, const PictureLayout& layout, SourceImages& found) {
  LeftOut damaged;
  for (const DecodedPart& part : parts) {
    for (std::size_t i = 0; i < part.ok.size(); ++i) {
      const PictureEntry& picture = layout.pictures[part.begin + i];
      if (part.ok[i] == 0) {
        damaged.add("damaged", picture.name);
      } else if (&part == &parts[0]) {
        found.keys.push_back(split_key(picture.name));
      }
    }
  }
  const auto notes = damaged.notes();
  found.notes.insert(found.notes.end(), notes.begin(), notes.end());
}

/// Says how pictures became images, where that is a choice.
void note_choices(const ImageOptions& options, const ImagePlan& plan, const Survey& survey,
                  SourceImages& found) {
  const auto& [height, width, channels] = plan.size;
  const auto common = survey.common_size();
  const auto turned = options.transpose ? std::pair(height, width) : std::pair(width, height);
  const bool scaled =
      found.sizes.size() > 1 || !common || std::pair(common->width, common->height) != turned;
  if (scaled) {
    const char* how = plan.fit == pictures::Fit::crop      ? "the centre is cropped"
                      : plan.fit == pictures::Fit::stretch ? "proportions are stretched"
                                                           : "borders are padded";
    found.notes.push_back(fmt::format("pictures are scaled to {} x {}; {} ({})", width, height, how,
                                      options.size.empty() ? "see --size, --fit" : "see --fit"));
  }
  if (survey.transparent > 0) {
    found.notes.push_back(fmt::format(
        "transparent pictures are composed over {}, where more can be seen than over {}",
        plan.over_white ? "white" : "black", plan.over_white ? "black" : "white"));
  }
}

}  // namespace

SourceImages read_pictures(const fs::path& path, const ImageOptions& options, const fs::path& cache,
                           const ReadingProgress& progress) {
  const auto source = open_files(path);
  const PictureLayout layout = picture_layout(source->names());
  require(!layout.pictures.empty(),
          "[data] expected PNG, JPEG, WebP, BMP or GIF pictures in {}, got none{}", path.string(),
          layout.notes.empty() ? "" : "; " + layout.notes.front());
  const PictureCache cached(cache, path, source->stamp(), options);
  if (auto images = cached.load()) {
    return std::move(*images);
  }
  Survey survey;
  survey_pictures(*source, layout, survey);
  require(survey.read > 0, "[data] expected pictures that can be read, got only damaged ones in {}",
          path.string());
  ImagePlan plan;
  plan.size = image_size_for(options, survey.common_size());
  plan.size.channels = survey.colour && !options.grey ? 3 : 1;
  plan.fit = parse_fit(options.fit);
  plan.transpose = options.transpose;
  plan.invert = options.invert;
  plan.over_white = survey.brightness < 128 * survey.ink;
  SourceImages found;
  found.notes = layout.notes;
  DecodedParts parts = decode_all(*source, layout, plan, found, progress);
  note_read(parts, layout, found);
  found.train = images_of(std::move(parts[0]), layout, plan.size);
  found.validation = images_of(std::move(parts[1]), layout, plan.size);
  found.test = images_of(std::move(parts[2]), layout, plan.size);
  require(found.train.size() > 0, "[data] expected pictures for training, got none in {}",
          path.string());
  note_choices(options, plan, survey, found);
  const std::int64_t blank = found.train.count_blank();
  require(blank < found.train.size(),
          "[data] expected pictures that show something, got only pictures of one colour in {}",
          path.string());
  if (blank > 0) {
    found.notes.push_back(
        fmt::format("{} of {} pictures are of one colour (blank)", blank, found.train.size()));
  }
  cached.save(found);
  return found;
}

}  // namespace akin::data
