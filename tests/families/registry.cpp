#include "akin/families/gan/gan_family.h"
#include "akin/families/transformer/transformer_family.h"
#include "akin/families/vae/vae_family.h"

#include "families/bernoulli/bernoulli_family.h"

namespace akin {

const std::vector<Family>& families() {
  static const std::vector<Family> all = {
      gan_family(),
      vae_family(),
      transformer_family(),
      bernoulli_family(),
  };
  return all;
}

}  // namespace akin
