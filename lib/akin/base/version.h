#pragma once

namespace akin {

/// The single definition of the version; CMakeLists.txt reads it from here.
inline constexpr char version[] = "0.2.0";

}  // namespace akin
