#include <iostream>

#include "akin/families/gan/gan.h"

/// An untrained GAN draws: akin::akin, with LibTorch behind it.
int main() {
  const auto gan = akin::make_gan({}, {}, /*seed=*/1);
  const auto images = gan->sample(/*count=*/4, /*seed=*/7);
  std::cout << "drew images of shape " << images.sizes() << '\n';
}
