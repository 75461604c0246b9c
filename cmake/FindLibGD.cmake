# libgd (pictures and text to PNG and GIF) as the target LibGD::LibGD.
find_path(LibGD_INCLUDE_DIR gd.h)
find_library(LibGD_LIBRARY gd)
set(LibGD_VERSION "")
if(LibGD_INCLUDE_DIR)
  file(STRINGS "${LibGD_INCLUDE_DIR}/gd.h" LibGD_VERSION REGEX "define GD_(MAJOR|MINOR)_VERSION ")
  string(REGEX REPLACE "[^;]*_VERSION +([0-9]+)[^;]*" "\\1" LibGD_VERSION "${LibGD_VERSION}")
  list(JOIN LibGD_VERSION "." LibGD_VERSION)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibGD
  REQUIRED_VARS LibGD_LIBRARY LibGD_INCLUDE_DIR VERSION_VAR LibGD_VERSION)
mark_as_advanced(LibGD_INCLUDE_DIR LibGD_LIBRARY)
if(LibGD_FOUND AND NOT TARGET LibGD::LibGD)
  add_library(LibGD::LibGD UNKNOWN IMPORTED)
  set_target_properties(LibGD::LibGD PROPERTIES
    IMPORTED_LOCATION "${LibGD_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${LibGD_INCLUDE_DIR}")
endif()
