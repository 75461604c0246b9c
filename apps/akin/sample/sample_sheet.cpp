#include "sample/sample_sheet.h"

#include "akin/training/batches.h"

namespace akin::app {

SampleImages::SampleImages(const torch::Tensor& images)
    : pixels(image_bytes(images)),
      size{static_cast<int>(images.size(2)), static_cast<int>(images.size(3)),
           static_cast<int>(images.size(1))} {}

pictures::Picture sample_sheet(const torch::Tensor& images, std::int64_t classes,
                               const std::string& title) {
  pictures::SheetOptions options;
  options.columns = static_cast<int>(classes);
  options.title = title;
  return pictures::sheet(SampleImages(images).view(), options);
}

}  // namespace akin::app
