// A VAE compresses and generates. The encoder maps an image of 784 pixels to a latent vector of
// sixteen dimensions, the decoder reconstructs the image from it. The KL term of the loss charges
// every bit the latent vector carries, so it keeps only what matters, and holds it near a standard
// normal, so the decoder turns random numbers into new images. Writes test digits above their
// reconstructions to compressed.png, new digits to generated.png.
//
// Expected: within half a minute the code of an image takes fewer than 64 bits instead of 6272, and
// the last line reads "10 of 10 numerals" for the generated digits.

#include <cstdio>
#include <set>

#include "akin/data/digits.h"
#include "akin/evaluation/rate_distortion.h"
#include "akin/families/vae/vae_training.h"
#include "akin/numerics/neighbours.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"
#include "akin/training/fit.h"

namespace {

/// [n, 1, 28, 28] -> rows of pixels.
akin::numerics::Points rows(const torch::Tensor& images) {
  const torch::Tensor flat = images.flatten(1).contiguous();  // [n, 784]
  return Eigen::Map<const akin::numerics::Points>(flat.data_ptr<float>(), flat.size(0),
                                                  flat.size(1));
}

void write_sheets(akin::Vae& vae, const akin::Batch& unseen, const torch::Tensor& made) {
  const torch::NoGradGuard no_grad;
  const auto originals = akin::image_bytes(unseen.data.narrow(0, 0, 32));
  const auto restored =
      akin::image_bytes(vae.generate(vae.encode(unseen.data.narrow(0, 0, 32)).mean));
  const auto generated = akin::image_bytes(made.narrow(0, 0, 64));
  akin::pictures::write_png("compressed.png",
                            akin::pictures::pair_sheet({originals}, {restored}, {.columns = 8}));
  akin::pictures::write_png("generated.png", akin::pictures::sheet({generated}));
}

}  // namespace

int main() {
  constexpr std::uint64_t seed = 1;
  const auto train = akin::data::digits(10000, seed);
  const auto unseen = akin::ordered_batches(akin::data::digits(500, seed + 1), 500);

  const auto vae = akin::make_vae({.latent_dim = 16, .encoder_width = 16, .decoder_width = 16},
                                  {.height = 28, .width = 28}, seed);
  akin::VaeTraining training(vae, {.lr = 2e-3, .beta2 = 0.99});
  akin::fit(training, akin::image_batches(train, 64, seed),
            {.steps = 400, .schedule = {akin::Schedule::Shape::linear}, .seed = seed});

  vae->eval();
  const auto code = akin::rate_distortion(*vae, unseen, 1, akin::Random(seed, "codes"));
  std::printf("unseen digits: %.1f bits instead of %lld, restored at %.1f dB\n", code.rate_bits(),
              static_cast<long long>(8 * code.pixels), akin::psnr(code.mse));

  const torch::Tensor made = vae->sample(500, seed);  // of random numbers
  write_sheets(*vae, unseen(0), made);
  const akin::Batch known = akin::ordered_batches(train, train.size())(0);
  std::set<std::int64_t> numerals;  // those of the nearest training digits
  for (const auto i : akin::numerics::nearest(rows(made), rows(known.data)).index) {
    numerals.insert(train.label(i));
  }
  std::printf("%zu of %lld numerals among 500 new digits\n", numerals.size(),
              static_cast<long long>(train.classes()));
}
