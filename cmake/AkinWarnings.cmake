# Warnings as a target: everything of ours links it privately, nothing installed carries it.
add_library(akin_warnings INTERFACE)
target_compile_options(akin_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  -Wunused -Wnull-dereference -Wdouble-promotion -Wformat=2
  # Sources are compiled several at a time, where one file's constants are in sight of another's locals.
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,$<$<NOT:$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wshadow>>
  # Designated initialisers leave the rest at its defaults on purpose.
  -Wno-missing-field-initializers
  # GCC 13 and newer take a reference into a container for one to the key it was looked up by.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-dangling-reference>
  # LibTorch's and fmt's inlined code trips these in optimised builds.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow>)
# Sanitized builds inline differently and raise warnings that the plain build does not.
if(AKIN_WERROR AND NOT AKIN_SANITIZE)
  target_compile_options(akin_warnings INTERFACE -Werror)
endif()
