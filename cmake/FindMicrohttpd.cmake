# libmicrohttpd as Microhttpd::Microhttpd.
find_path(Microhttpd_INCLUDE_DIR microhttpd.h)
find_library(Microhttpd_LIBRARY microhttpd)
set(Microhttpd_VERSION "")
if(Microhttpd_INCLUDE_DIR)
  file(STRINGS "${Microhttpd_INCLUDE_DIR}/microhttpd.h" Microhttpd_VERSION REGEX "define MHD_VERSION 0x[0-9]+")
  # 0x00097501: decimal digits in hexadecimal, 0.9.75-01
  string(REGEX REPLACE ".*0x([0-9][0-9])([0-9][0-9])([0-9][0-9])[0-9][0-9].*" "\\1.\\2.\\3" Microhttpd_VERSION "${Microhttpd_VERSION}")
  string(REGEX REPLACE "(^|\\.)0([0-9])" "\\1\\2" Microhttpd_VERSION "${Microhttpd_VERSION}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Microhttpd
  REQUIRED_VARS Microhttpd_LIBRARY Microhttpd_INCLUDE_DIR VERSION_VAR Microhttpd_VERSION)
mark_as_advanced(Microhttpd_INCLUDE_DIR Microhttpd_LIBRARY)
if(Microhttpd_FOUND AND NOT TARGET Microhttpd::Microhttpd)
  add_library(Microhttpd::Microhttpd UNKNOWN IMPORTED)
  set_target_properties(Microhttpd::Microhttpd PROPERTIES IMPORTED_LOCATION "${Microhttpd_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Microhttpd_INCLUDE_DIR}")
endif()
