#include "akin/evaluation/dump.h"

#include <string>

#include "akin/data/pixel_points.h"
#include "akin/io/safetensors.h"
#include "akin/nn/tensors.h"

namespace akin {
namespace {

io::RawTensor pixels_of(const data::Images& images) {
  return {"U8", {images.size(), images.height(), images.width()}, data::all_pixels(images)};
}

void add(io::Safetensors& file, const std::string& name, const data::Images& images,
         const FeatureExtractor& extractor) {
  const Features views = extract_features(images, extractor);
  file.tensors[name + ".components"] = nn::to_raw(nn::to_tensor(views.components));
  if (extractor.classifier != nullptr) {
    file.tensors[name + ".features"] = nn::to_raw(nn::to_tensor(views.features));
    file.tensors[name + ".labels"] = nn::to_raw(torch::tensor(views.labels));
  }
}

}  // namespace

void dump_evaluation(const std::filesystem::path& path, const Reference& reference,
                     const data::Images& samples, std::int64_t control_count) {
  const data::Images control = reference.real().control.slice(0, control_count);
  io::Safetensors file;
  file.metadata = {{"format", "pt"}, {"feature_extractor", reference.extractor().hash}};
  for (const auto& [name, images] :
       {std::pair("samples", &samples), std::pair("test", &reference.real().test),
        std::pair("control", &control), std::pair("training", &reference.real().training)}) {
    add(file, name, *images, reference.extractor());
    if (images != &reference.real().training) {
      file.tensors[name] = pixels_of(*images);
    }
  }
  io::write_safetensors(path, file);
}

}  // namespace akin
