#include "akin/io/safetensors.h"

#include <algorithm>
#include <utility>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/io/file_kind.h"
#include "akin/io/json.h"

namespace akin::io {
namespace {

using nlohmann::json;

constexpr std::uint64_t length_size = 8;
constexpr std::uint64_t most_header_bytes = 100'000'000;  // of the format
constexpr std::size_t most_dimensions = 64;               // of LibTorch
constexpr auto metadata_key = "__metadata__";

const std::map<std::string, std::int64_t>& dtype_sizes() {
  static const std::map<std::string, std::int64_t> sizes = {
      {"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8},
      {"I32", 4}, {"I16", 2}, {"I8", 1},  {"U8", 1},   {"BOOL", 1}};
  return sizes;
}

std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8U | bytes[i];
  }
  return value;
}

/// Whether the tensor takes exactly `size` bytes; safe against overflow. No tensor, not even an
/// empty one, has dimensions whose product does not fit in a tensor of LibTorch.
bool has_size(std::uint64_t size, const RawTensor& tensor) {
  constexpr std::uint64_t most_elements = std::uint64_t{1} << 48U;
  std::uint64_t elements = 1;
  bool empty = false;
  for (const std::int64_t n : tensor.shape) {
    const auto length = static_cast<std::uint64_t>(std::max<std::int64_t>(n, 1));
    if (n < 0 || length > most_elements / elements) {
      return false;
    }
    elements *= length;
    empty = empty || n == 0;
  }
  return size == (empty ? 0 : elements * static_cast<std::uint64_t>(dtype_size(tensor.dtype)));
}

/// The position of a tensor, in bytes after the header.
struct Extent {
  std::uint64_t begin;
  std::uint64_t end;
  std::string tensor;
};

/// Reads the header of one file.
class Header {
 public:
  Header(const json& header, std::string name) : header_(header), name_(std::move(name)) {}

  [[nodiscard]] std::map<std::string, std::string> metadata() const {
    std::map<std::string, std::string> result;
    const auto entries = header_.find(metadata_key);
    if (entries == header_.end()) {
      return result;
    }
    require(entries->is_object(), "[{}] expected {} to be an object", name_, metadata_key);
    for (const auto& [key, value] : entries->items()) {
      require(value.is_string(),
              "[{}] expected the metadata '{:.64}' to be a text, got another type", name_, key);
      result[key] = value.get<std::string>();
    }
    return result;
  }

  /// The tensors without their data, and where in the file it is, in the order of the file.
  [[nodiscard]] std::vector<Extent> tensors(std::uint64_t data_size,
                                            std::map<std::string, RawTensor>& found) const {
    std::vector<Extent> extents;
    for (const auto& [key, value] : header_.items()) {
      if (key != metadata_key) {
        require_short_name(key, name_);
        JsonReader reader(value, name_ + ": " + key);
        RawTensor tensor;
        tensor.dtype = reader.get<std::string>("dtype");
        tensor.shape = reader.get<std::vector<std::int64_t>>("shape");
        require(tensor.shape.size() <= most_dimensions,
                "[{}: {}] expected at most {} dimensions, got {}", name_, key, most_dimensions,
                tensor.shape.size());
        extents.push_back(
            extent(key, reader.get<std::vector<std::int64_t>>("data_offsets"), data_size));
        reader.finish();
        check_size(tensor, extents.back());
        found.emplace(key, std::move(tensor));
      }
    }
    check_tiling(extents, data_size);
    return extents;
  }

 private:
  [[nodiscard]] Extent extent(const std::string& tensor, const std::vector<std::int64_t>& offsets,
                              std::uint64_t data_size) const {
    require(offsets.size() == 2, "[{}: {}] expected offsets [begin, end], got {} numbers", name_,
            tensor, offsets.size());
    require(0 <= offsets[0] && offsets[0] <= offsets[1] &&
                static_cast<std::uint64_t>(offsets[1]) <= data_size,
            "[{}: {}] expected offsets 0 <= begin <= end <= {}, got [{}]; the file is cut off or "
            "damaged",
            name_, tensor, data_size, fmt::join(offsets, ", "));
    return {static_cast<std::uint64_t>(offsets[0]), static_cast<std::uint64_t>(offsets[1]), tensor};
  }

  void check_size(const RawTensor& tensor, const Extent& extent) const {
    require(dtype_sizes().contains(tensor.dtype),
            "[{}: {}] expected a dtype such as F32 or BF16, got '{:.32}'; convert it to one of "
            "these first",
            name_, extent.tensor, tensor.dtype);
    const std::uint64_t size = extent.end - extent.begin;
    require(has_size(size, tensor), "[{}: {}] expected the bytes of {} [{}], got {} bytes", name_,
            extent.tensor, tensor.dtype, fmt::join(tensor.shape, ", "), size);
  }

  void check_tiling(std::vector<Extent>& extents, std::uint64_t data_size) const {
    std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t end = 0;
    for (const Extent& extent : extents) {
      require(extent.begin == end, "[{}: {}] expected its bytes to begin at {}, got {}; tensors {}",
              name_, extent.tensor, end, extent.begin,
              extent.begin < end ? "overlap" : "leave a hole");
      end = extent.end;
    }
    require(end == data_size, "[{}] expected {} bytes of tensors, got {}", name_, end, data_size);
  }

  const json& header_;
  std::string name_;
};

/// By decreasing element size, then by name: every tensor is aligned to its elements although the
/// format allows no gaps. Readers that map the file depend on it.
std::vector<std::pair<std::string, const RawTensor*>> layout(const Safetensors& content) {
  std::vector<std::pair<std::string, const RawTensor*>> order;
  for (const auto& [name, tensor] : content.tensors) {
    order.emplace_back(name, &tensor);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return dtype_size(a.second->dtype) > dtype_size(b.second->dtype);
  });
  return order;
}

std::string dump(const json& header) {
  try {
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // aligns the data to 8 bytes
    return text;
  } catch (const json::exception&) {
    fail("[safetensors] expected names and metadata in UTF-8, got other bytes");
  }
}

/// The JSON of the header. `read(offset, span)` fills the span with bytes of the file.
template <class Read>
std::string header_text(std::uint64_t file_size, const std::string& name, const Read& read) {
  Bytes start(std::min<std::uint64_t>(file_size, 512));
  read(0, std::span(start));
  const bool has_length = start.size() > length_size;
  const std::uint64_t length = has_length ? little_endian(std::span(start).first(length_size)) : 0;
  // The first bytes of other files may be a possible length as well, but headers open a brace.
  if (!has_length || start[length_size] != '{' || length > most_header_bytes) {
    const std::string_view conversion = conversion_to_safetensors(start);
    fail("[{}] expected a safetensors file, got {}{}{}", name, kind_or_text(start),
         conversion.empty() ? "" : "; ", conversion);
  }
  require(length <= longest_json, "[{}] expected a safetensors header of at most {} bytes, got {}",
          name, longest_json, length);
  require(
      length <= file_size - length_size,
      "[{}] expected a safetensors header of {} bytes, got {} bytes in all; the file is cut off",
      name, length, file_size);
  std::string text(length, '\0');
  read(length_size, std::span(reinterpret_cast<std::uint8_t*>(text.data()), text.size()));
  return text;
}

template <class Read>
Safetensors parse(std::uint64_t file_size, const std::string& name, const Read& read,
                  std::uint64_t limit) {
  const std::string text = header_text(file_size, name, read);
  const json parsed = parse_json(text, name);
  const std::uint64_t data_begin = length_size + text.size();
  const std::uint64_t data_size = file_size - data_begin;
  const Header header(parsed, name);
  Safetensors content;
  content.metadata = header.metadata();
  const auto extents = header.tensors(data_size, content.tensors);
  require(data_size <= limit, "[{}] expected tensors of at most {} bytes, got {}", name, limit,
          data_size);
  // The extents do not overlap, so this allocates no more than the size of the file.
  for (const Extent& extent : extents) {
    Bytes& bytes = content.tensors.at(extent.tensor).bytes;
    bytes.resize(extent.end - extent.begin);
    read(data_begin + extent.begin, std::span(bytes));
  }
  return content;
}

}  // namespace

void require_short_name(const std::string& tensor, const std::string& name) {
  constexpr std::size_t longest = 1024;
  require(tensor.size() <= longest,
          "[{}] expected names of tensors of at most {} bytes, got one of {}", name, longest,
          tensor.size());
}

std::int64_t RawTensor::count() const {
  std::int64_t product = 1;
  for (const std::int64_t n : shape) {
    product *= n;
  }
  return product;
}

std::int64_t dtype_size(const std::string& dtype) {
  const auto known = dtype_sizes().find(dtype);
  require(known != dtype_sizes().end(), "[safetensors] expected a dtype such as F32, got '{}'",
          dtype);
  return known->second;
}

Safetensors parse_safetensors(std::span<const std::uint8_t> bytes, const std::string& name) {
  return parse(
      bytes.size(), name,
      [&](std::uint64_t offset, std::span<std::uint8_t> to) {
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), to.size(), to.begin());
      },
      bytes.size());
}

Bytes format_safetensors(const Safetensors& content) {
  json header = json::object();
  if (!content.metadata.empty()) {
    header[metadata_key] = content.metadata;
  }
  std::uint64_t end = 0;
  const auto order = layout(content);
  for (const auto& [name, tensor] : order) {
    require(name != metadata_key, "[safetensors] expected a tensor's name, got {}", metadata_key);
    require(has_size(tensor->bytes.size(), *tensor),
            "[safetensors: {}] expected the bytes of {} [{}], got {} bytes", name, tensor->dtype,
            fmt::join(tensor->shape, ", "), tensor->bytes.size());
    header[name] = {{"dtype", tensor->dtype},
                    {"shape", tensor->shape},
                    {"data_offsets", {end, end + tensor->bytes.size()}}};
    end += tensor->bytes.size();
  }
  const std::string text = dump(header);
  Bytes bytes;
  bytes.reserve(length_size + text.size() + end);
  for (unsigned i = 0; i < length_size; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(text.size() >> (8U * i)));
  }
  bytes.insert(bytes.end(), text.begin(), text.end());
  for (const auto& [name, tensor] : order) {
    bytes.insert(bytes.end(), tensor->bytes.begin(), tensor->bytes.end());
  }
  return bytes;
}

Safetensors read_safetensors(const std::filesystem::path& path, std::uint64_t limit) {
  const RegularFile file(path);
  const std::string name = path.string();
  const auto read = [&](std::uint64_t offset, std::span<std::uint8_t> to) {
    require(file.read(offset, to) == to.size(), "[{}] expected {} bytes, got fewer", name,
            file.size());
  };
  return parse(file.size(), name, read, limit);
}

void write_safetensors(const std::filesystem::path& path, const Safetensors& content) {
  write_atomically(path, format_safetensors(content));
}

}  // namespace akin::io
