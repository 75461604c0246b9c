#pragma once

#include "akin/data/catalogue.h"
#include "akin/data/source_images.h"

namespace akin::data {

/// The images of an entry whose files are there, in their documented parts.
SourceImages read_catalogue_images(const Entry& entry, const io::DownloadOptions& options);

}  // namespace akin::data
