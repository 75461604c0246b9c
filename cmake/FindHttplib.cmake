# cpp-httplib as the distribution compiles it (a shared library, with OpenSSL, zlib and Brotli) as the target Httplib::Httplib.
find_path(Httplib_INCLUDE_DIR httplib.h)
find_library(Httplib_LIBRARY cpp-httplib)
set(Httplib_VERSION "")
if(Httplib_INCLUDE_DIR)
  file(STRINGS "${Httplib_INCLUDE_DIR}/httplib.h" Httplib_VERSION REGEX "define CPPHTTPLIB_VERSION \"")
  string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" Httplib_VERSION "${Httplib_VERSION}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Httplib
  REQUIRED_VARS Httplib_LIBRARY Httplib_INCLUDE_DIR VERSION_VAR Httplib_VERSION)
mark_as_advanced(Httplib_INCLUDE_DIR Httplib_LIBRARY)
if(Httplib_FOUND AND NOT TARGET Httplib::Httplib)
  find_package(OpenSSL REQUIRED COMPONENTS SSL Crypto)
  add_library(Httplib::Httplib UNKNOWN IMPORTED)
  # The same macros as the library's, since they change the layout of its classes.
  set_target_properties(Httplib::Httplib PROPERTIES
    IMPORTED_LOCATION "${Httplib_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Httplib_INCLUDE_DIR}"
    INTERFACE_COMPILE_DEFINITIONS
      "CPPHTTPLIB_OPENSSL_SUPPORT;CPPHTTPLIB_ZLIB_SUPPORT;CPPHTTPLIB_BROTLI_SUPPORT"
    INTERFACE_LINK_LIBRARIES "OpenSSL::SSL;OpenSSL::Crypto")
endif()
