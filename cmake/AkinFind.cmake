# akin_find(NAME VERSION [...]): find_package() of a required package; prints the version found and the one needed.
macro(akin_find name version)
  find_package(${name} ${version} REQUIRED ${ARGN})
  string(TOUPPER ${name} _akin_upper)
  set(_akin_found ${${name}_VERSION} ${${_akin_upper}_VERSION} ${${_akin_upper}_VERSION_STRING})
  list(GET _akin_found 0 _akin_found)
  message(STATUS "${name} ${_akin_found}, needs ${version}")
endmacro()
