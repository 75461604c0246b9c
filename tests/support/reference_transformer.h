#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "akin/base/random.h"
#include "akin/inference/decoder_weights.h"

namespace akin::tests {

using Row = std::vector<double>;
using Matrix = std::vector<Row>;

/// float32 weights from N(0, 0.3^2), gains of norms from N(1, 0.3^2).
inline inference::RawTensors random_weights(const inference::TransformerShape& shape) {
  inference::RawTensors tensors;
  for (const auto& [name, sizes] : inference::weight_shapes(shape)) {
    io::RawTensor& tensor = tensors[name];
    tensor = {"F32", sizes, {}};
    std::vector<float> numbers(static_cast<std::size_t>(tensor.count()));
    Random(1, name).fill_normal(numbers);
    for (float& x : numbers) {
      x = 0.3F * x + (sizes.size() == 1 ? 1.0F : 0.0F);
    }
    tensor.bytes.resize(numbers.size() * sizeof(float));
    std::memcpy(tensor.bytes.data(), numbers.data(), tensor.bytes.size());
  }
  return tensors;
}

/// A Transformer by its formulas, in double, over all tokens at once, without a KV cache.
class ReferenceTransformer {
 public:
  ReferenceTransformer(inference::TransformerShape shape, inference::RawTensors tensors)
      : shape_(shape), tensors_(std::move(tensors)) {}

  /// tokens [n], n <= context -> logits [n][vocabulary_size].
  [[nodiscard]] Matrix logits(std::span<const std::int32_t> tokens) const {
    const Matrix embedding = matrix("wte");
    Matrix x;
    for (const std::int32_t token : tokens) {
      x.push_back(embedding[static_cast<std::size_t>(token)]);
      if (!shape_.rotary) {
        add(x.back(), matrix("wpe")[x.size() - 1]);
      }
    }
    for (std::int64_t layer = 0; layer < shape_.layers; ++layer) {
      const std::string block = "h." + std::to_string(layer);
      add(x, attention(block + ".attn", norm(block + ".ln_1", x)));
      add(x, mlp(block + ".mlp", norm(block + ".ln_2", x)));
    }
    return product(embedding, norm("ln_f", x));
  }

 private:
  [[nodiscard]] Matrix matrix(const std::string& name) const {
    const io::RawTensor& tensor = tensors_.at("transformer." + name + ".weight");
    std::vector<float> numbers(static_cast<std::size_t>(tensor.count()));
    std::memcpy(numbers.data(), tensor.bytes.data(), tensor.bytes.size());
    Matrix rows;
    const auto columns = static_cast<std::ptrdiff_t>(tensor.shape.back());
    for (auto at = numbers.begin(); at != numbers.end(); at += columns) {
      rows.emplace_back(at, at + columns);
    }
    return rows;
  }

  static void add(Row& x, const Row& y) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] += y[i];
    }
  }
  static void add(Matrix& x, const Matrix& y) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      add(x[i], y[i]);
    }
  }

  static double dot(std::span<const double> x, std::span<const double> y) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  static Matrix product(const Matrix& weight, const Matrix& in) {
    Matrix out;
    for (const Row& x : in) {
      out.emplace_back();
      for (const Row& w : weight) {
        out.back().push_back(dot(w, x));
      }
    }
    return out;
  }

  [[nodiscard]] Matrix norm(const std::string& name, Matrix x) const {
    const Row weight = matrix(name)[0];
    for (Row& row : x) {
      const auto n = static_cast<double>(row.size());
      double mean = 0;
      for (const double value : row) {
        mean += shape_.rms_norm ? 0 : value / n;
      }
      double variance = 0;
      for (const double value : row) {
        variance += (value - mean) * (value - mean) / n;
      }
      for (std::size_t i = 0; i < row.size(); ++i) {
        row[i] = (row[i] - mean) / std::sqrt(variance + 1e-5) * weight[i];
      }
    }
    return x;
  }

  [[nodiscard]] Matrix mlp(const std::string& name, const Matrix& in) const {
    Matrix hidden = product(matrix(name + ".c_fc"), in);
    for (Row& row : hidden) {
      for (double& x : row) {
        const double rectified = x > 0 ? x * x : 0;
        x = shape_.squared_relu ? rectified : x * 0.5 * (1 + std::erf(x / std::sqrt(2.0)));
      }
    }
    return product(matrix(name + ".c_proj"), hidden);
  }

  [[nodiscard]] Row prepared(Row x, std::size_t position) const {
    const std::size_t half = x.size() / 2;
    if (shape_.qk_norm) {
      const double rms = std::sqrt(dot(x, x) / static_cast<double>(x.size()) + 1e-6);
      for (double& value : x) {
        value /= rms;
      }
    }
    for (std::size_t i = 0; shape_.rotary && i < half; ++i) {
      const double power = -2.0 * static_cast<double>(i) / static_cast<double>(x.size());
      const double angle = static_cast<double>(position) * std::pow(10000.0, power);
      const double a = x[i];
      const double b = x[i + half];
      x[i] = a * std::cos(angle) - b * std::sin(angle);
      x[i + half] = a * std::sin(angle) + b * std::cos(angle);
    }
    return x;
  }

  [[nodiscard]] Matrix attention(const std::string& name, const Matrix& in) const {
    const Matrix qkv = product(matrix(name + ".c_attn"), in);
    Matrix heads(in.size());
    const auto width = static_cast<std::size_t>(shape_.width);
    const auto size = static_cast<std::size_t>(shape_.width / shape_.heads);
    const auto slice = [&](std::size_t token, std::size_t first) {
      const auto begin = qkv[token].begin() + static_cast<std::ptrdiff_t>(first);
      return Row(begin, begin + static_cast<std::ptrdiff_t>(size));
    };
    for (std::size_t i = 0; i < in.size(); ++i) {
      for (std::size_t head = 0; head < width; head += size) {
        const Row query = prepared(slice(i, head), i);
        Row result(size);
        double total = 0;
        for (std::size_t j = 0; j <= i; ++j) {
          const Row key = prepared(slice(j, width + head), j);
          const double weight = std::exp(dot(query, key) / std::sqrt(static_cast<double>(size)));
          total += weight;
          for (std::size_t k = 0; k < size; ++k) {
            result[k] += weight * slice(j, 2 * width + head)[k];
          }
        }
        for (const double value : result) {
          heads[i].push_back(value / total);
        }
      }
    }
    return product(matrix(name + ".c_proj"), heads);
  }

  inference::TransformerShape shape_;
  inference::RawTensors tensors_;
};

}  // namespace akin::tests
