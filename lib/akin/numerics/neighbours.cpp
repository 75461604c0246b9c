#include "akin/numerics/neighbours.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "akin/base/require.h"
#include "akin/kernels/block_minima.h"
#include "akin/kernels/parallel.h"

namespace akin::numerics {
using kernels::panel_width;
using kernels::query_height;

namespace {

using View = Eigen::Ref<const Points>;

constexpr std::int64_t most_panels = 16;  // 256 references of 64 dimensions: 64 KiB
constexpr std::int64_t fewest_blocks = 16;
constexpr std::int64_t chunk_size = 20 * query_height;  // queries that share a packed block

std::int64_t quotient_up(std::int64_t a, std::int64_t b) {
  return (a + b - 1) / b;
}

/// References per block. Blocks that may hold the nearest are searched directly, so blocks are
/// small where there are few references, such as codebooks and centroids.
std::int64_t block_size_for(std::int64_t references) {
  const std::int64_t panels = quotient_up(references, panel_width);
  return std::clamp<std::int64_t>(panels / fewest_blocks, 1, most_panels) * panel_width;
}

/// Packs rows [first, first + count) of `points`, less `origin`, as
/// [count / width][dimensions][width], zero-padded to a multiple of `width`. norms: their squared
/// norms, infinite in the padding.
void pack(const View& points, const Eigen::RowVectorXf& origin, std::int64_t first,
          std::int64_t count, std::int64_t width, std::vector<float>& packed,
          std::vector<float>& norms) {
  const std::int64_t dimensions = points.cols();
  const std::int64_t padded = quotient_up(count, width) * width;
  packed.assign(static_cast<std::size_t>(padded * dimensions), 0.0F);
  norms.assign(static_cast<std::size_t>(padded), std::numeric_limits<float>::infinity());
  for (std::int64_t i = 0; i < count; ++i) {
    const auto column = packed.data() + i / width * width * dimensions + i % width;
    float norm = 0;
    for (std::int64_t k = 0; k < dimensions; ++k) {
      const float x = points(first + i, k) - origin[k];
      column[k * width] = x;
      norm += x * x;
    }
    norms[static_cast<std::size_t>(i)] = norm;
  }
}

/// Searches the references for a chunk of queries: first the minimum over every block of
/// references by a kernel, up to rounding, then directly the blocks that can hold the nearest.
class Search {
 public:
  /// `selves`: for each query the reference to exclude; empty: none.
  Search(const View& queries, const View& references, std::span<const std::int64_t> selves,
         Neighbours& found)
      : queries_(queries),
        references_(references),
        selves_(selves),
        block_size_(block_size_for(references.rows())),
        origin_(references.colwise().mean()),
        found_(found) {}

  /// Queries from index * chunk_size on.
  void search_chunk(std::int64_t index) const {
    Chunk chunk;
    chunk.first = chunk_size * index;
    chunk.count = std::min(chunk_size, queries_.rows() - chunk.first);
    pack(queries_, origin_, chunk.first, chunk.count, query_height, chunk.packed, chunk.norms);
    bound(chunk);
    for (std::int64_t i = 0; i < chunk.count; ++i) {
      refine(chunk, i);
    }
  }

 private:
  struct Chunk {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::vector<float> packed, norms;
    std::vector<float> block, block_norms;
    std::vector<float> minima;  ///< [blocks][chunk_size], squared distance less |q|^2
    std::vector<float> radii;   ///< [blocks], the largest |r|
  };

  [[nodiscard]] std::int64_t blocks() const { return quotient_up(references_.rows(), block_size_); }

  void bound(Chunk& chunk) const {
    chunk.minima.resize(static_cast<std::size_t>(blocks() * chunk_size));
    chunk.radii.resize(static_cast<std::size_t>(blocks()));
    for (std::int64_t b = 0; b < blocks(); ++b) {
      const std::int64_t count = std::min(block_size_, references_.rows() - b * block_size_);
      pack(references_, origin_, b * block_size_, count, panel_width, chunk.block,
           chunk.block_norms);
      chunk.radii[static_cast<std::size_t>(b)] = std::sqrt(
          *std::max_element(chunk.block_norms.begin(), chunk.block_norms.begin() + count));
      for (std::int64_t i = 0; i < chunk.count; i += query_height) {
        minima_of_({chunk.packed.data() + i * queries_.cols(), chunk.block.data(),
                    chunk.block_norms.data(), quotient_up(count, panel_width), queries_.cols()},
                   chunk.minima.data() + b * chunk_size + i);
      }
    }
  }

  /// Bound on the rounding of a block's minimum: sums of d products, each partial sum rounded, err
  /// by at most d u times the sum of magnitudes (Higham, "Accuracy and stability of numerical
  /// algorithms", 2002, section 3.1), which (|q| + |r|)^2 bounds for |r|^2 and 2 q.r together.
  [[nodiscard]] float slack(const Chunk& chunk, std::int64_t block, std::int64_t i) const {
    constexpr float unit = std::numeric_limits<float>::epsilon();
    const float reach = std::sqrt(chunk.norms[static_cast<std::size_t>(i)]) +
                        chunk.radii[static_cast<std::size_t>(block)];
    return static_cast<float>(queries_.cols() + 8) * unit * reach * reach;
  }

  /// The reference to exclude for a query, or -1.
  [[nodiscard]] std::int64_t self(std::int64_t query) const {
    return selves_.empty() ? -1 : selves_[static_cast<std::size_t>(query)];
  }

  void refine(const Chunk& chunk, std::int64_t i) const {
    // The minimum of the block that contains the query itself is of no use.
    const std::int64_t self_block =
        self(chunk.first + i) < 0 ? -1 : self(chunk.first + i) / block_size_;
    const auto minimum = [&](std::int64_t b) {
      return chunk.minima[static_cast<std::size_t>(b * chunk_size + i)];
    };
    float enough = std::numeric_limits<float>::infinity();
    for (std::int64_t b = 0; b < blocks(); ++b) {
      if (b != self_block) {
        enough = std::min(enough, minimum(b) + slack(chunk, b, i));
      }
    }
    double least = std::numeric_limits<double>::infinity();
    std::int64_t index = 0;
    for (std::int64_t b = 0; b < blocks(); ++b) {
      // Negated so that NaN, after an overflow, is searched.
      if (b == self_block || !(minimum(b) - slack(chunk, b, i) > enough)) {
        search_block(b, chunk.first + i, least, index);
      }
    }
    found_.index[static_cast<std::size_t>(chunk.first + i)] = index;
    found_.distance[static_cast<std::size_t>(chunk.first + i)] =
        static_cast<float>(std::sqrt(least));
  }

  void search_block(std::int64_t block, std::int64_t query, double& least,
                    std::int64_t& index) const {
    const std::int64_t end = std::min((block + 1) * block_size_, references_.rows());
    const Eigen::RowVectorXd q = queries_.row(query).cast<double>();
    for (std::int64_t r = block * block_size_; r < end; ++r) {
      const double squared = (references_.row(r).cast<double>() - q).squaredNorm();
      if (squared < least && r != self(query)) {
        least = squared;
        index = r;
      }
    }
  }

  kernels::BlockMinimaKernel minima_of_ = kernels::block_minima_kernels().front();
  const View& queries_;
  const View& references_;
  std::span<const std::int64_t> selves_;
  std::int64_t block_size_;
  Eigen::RowVectorXf origin_;  ///< subtracted from both: rounding grows with the norms
  Neighbours& found_;
};

Neighbours search_all(const View& queries, const View& references,
                      std::span<const std::int64_t> selves, int threads) {
  Neighbours found;
  found.index.resize(static_cast<std::size_t>(queries.rows()));
  found.distance.resize(static_cast<std::size_t>(queries.rows()));
  const Search search(queries, references, selves, found);
  kernels::parallel_for(quotient_up(queries.rows(), chunk_size), threads,
                        [&](std::int64_t chunk) { search.search_chunk(chunk); });
  return found;
}

}  // namespace

Neighbours nearest(const View& queries, const View& references, int threads) {
  require(references.rows() > 0, "[nearest] expected a reference, got none");
  require(queries.cols() == references.cols(),
          "[nearest] expected queries and references of equal dimensions, got {} and {}",
          queries.cols(), references.cols());
  require(queries.allFinite() && references.allFinite(),
          "[nearest] expected finite points, got infinite ones or NaN");
  return search_all(queries, references, {}, threads);
}

Neighbours nearest_other(const View& points, std::span<const std::int64_t> rows, int threads) {
  require(points.rows() >= 2, "[nearest_other] expected two points or more, got {}", points.rows());
  require(points.allFinite(), "[nearest_other] expected finite points, got infinite ones or NaN");
  Points queries(static_cast<std::int64_t>(rows.size()), points.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require(rows[i] >= 0 && rows[i] < points.rows(),
            "[nearest_other] expected rows of 0 to {}, got {}", points.rows() - 1, rows[i]);
    queries.row(static_cast<std::int64_t>(i)) = points.row(rows[i]);
  }
  return search_all(queries, points, rows, threads);
}

}  // namespace akin::numerics
