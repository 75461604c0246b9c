#pragma once

namespace akin {

/// Read by CMakeLists.txt too: the only place where it stands.
inline constexpr char version[] = "0.1.0";

}  // namespace akin
