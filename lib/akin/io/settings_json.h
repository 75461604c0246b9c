#pragma once

#include <nlohmann/json.hpp>

#include "akin/base/settings.h"
#include "akin/io/json.h"

namespace akin::io {

/// Adds the fields to `json`, one nested object a section, in their order.
void write_settings(const Fields& fields, nlohmann::ordered_json& json);

/// Sets every field from such an object. Errors: a field that is missing, of another type or out of
/// its range, or an unknown key in a section. Other keys of `root` are left to the caller.
void read_settings(const Fields& fields, JsonReader& root);

}  // namespace akin::io
