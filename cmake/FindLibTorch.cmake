# LibTorch as the target LibTorch::LibTorch, made from its headers and libraries alone: the CMake files of
# CUDA wheels stop where there is no CUDA toolkit, and those of the distribution ask for its own build tools.
#
# Searched in order: LibTorch_ROOT, Torch_DIR and CMAKE_PREFIX_PATH, the active Python's torch package, the
# distribution. AKIN_TORCH=system takes the distribution's, which is also what its python3-torch consists of: links to
# /usr/include and /usr/lib. Sets LibTorch_VERSION, LibTorch_CUDA, LibTorch_PREFIX.

function(_torch_candidates variable)
  set(candidates "")
  if(NOT "${AKIN_TORCH}" STREQUAL "system")
    list(APPEND candidates ${LibTorch_ROOT})
    foreach(folder IN ITEMS "${Torch_DIR}" "$ENV{Torch_DIR}")
      if(folder)
        get_filename_component(prefix "${folder}/../../.." ABSOLUTE)
        list(APPEND candidates "${prefix}")
      endif()
    endforeach()
    string(REPLACE ":" ";" environment "$ENV{CMAKE_PREFIX_PATH}")
    list(APPEND candidates ${CMAKE_PREFIX_PATH} ${environment})
    # The first entry of sys.path is the working directory, where a folder named torch is no package.
    execute_process(
      COMMAND python3 -c "import sys; del sys.path[0]
from importlib.util import find_spec
spec = find_spec('torch')
print(spec.submodule_search_locations[0] if spec else '')"
      OUTPUT_VARIABLE python OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    list(APPEND candidates ${python})
  endif()
  set(${variable} ${candidates} "/usr" PARENT_SCOPE)
endfunction()

# The libraries of `prefix` as LibTorch_<name>_LIBRARY.
macro(_torch_find_libraries prefix)
  foreach(_torch_name c10 torch torch_cpu c10_cuda torch_cuda)
    unset(LibTorch_${_torch_name}_LIBRARY)
    find_library(LibTorch_${_torch_name}_LIBRARY ${_torch_name} NO_CACHE NO_DEFAULT_PATH
      HINTS "${prefix}/lib" "${prefix}/lib/${CMAKE_LIBRARY_ARCHITECTURE}")
  endforeach()
endmacro()

# Newer releases hold the numbers in torch/headeronly, older ones in torch/csrc/api.
function(_torch_version includes variable)
  set(numbers "")
  foreach(header IN ITEMS torch/headeronly/version.h torch/csrc/api/include/torch/version.h)
    if(EXISTS "${includes}/${header}" AND NOT numbers)
      file(STRINGS "${includes}/${header}" numbers REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
    endif()
  endforeach()
  string(REGEX REPLACE "[^0-9;]" "" numbers "${numbers}")
  list(JOIN numbers "." version)
  set(${variable} "${version}" PARENT_SCOPE)
endfunction()

set(LibTorch_PREFIX "")
_torch_candidates(_torch_prefixes)
foreach(_torch_prefix IN LISTS _torch_prefixes)
  file(REAL_PATH "${_torch_prefix}/include/torch" _torch_headers)
  if(_torch_headers STREQUAL "/usr/include/torch")
    set(_torch_prefix "/usr")
  endif()
  if(EXISTS "${_torch_prefix}/include/torch/csrc/api/include/torch/torch.h")
    _torch_find_libraries("${_torch_prefix}")
    if(LibTorch_torch_cpu_LIBRARY)
      set(LibTorch_PREFIX "${_torch_prefix}")
      break()
    endif()
  endif()
endforeach()

if(LibTorch_PREFIX)
  _torch_version("${LibTorch_PREFIX}/include" LibTorch_VERSION)
  # Linux wheels before 2.7 mostly have the old C++ ABI, whose std::string is another type. They carry parts of
  # libstdc++ that mention the new one, so only functions of LibTorch's own count.
  file(STRINGS "${LibTorch_c10_LIBRARY}" _torch_new_abi REGEX "^_ZN3c10.*__cxx11" LIMIT_COUNT 1)
  if(NOT _torch_new_abi)
    message(FATAL_ERROR "LibTorch ${LibTorch_VERSION} in ${LibTorch_PREFIX} has the old C++ ABI: install torch 2.7 or newer, or configure with -DAKIN_TORCH=system.")
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_torch_LIBRARY LibTorch_torch_cpu_LIBRARY LibTorch_c10_LIBRARY
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "Run scripts/setup, or get LibTorch from https://pytorch.org/get-started/locally and pass -DCMAKE_PREFIX_PATH=<its folder>.")

set(LibTorch_CUDA FALSE)
if(LibTorch_torch_cuda_LIBRARY)
  set(LibTorch_CUDA TRUE)
endif()
if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  set(_torch_link_options "")
  if(LibTorch_CUDA)
    # No symbol of ours names the CUDA library, which registers itself when loaded: the linker must keep it. What
    # it needs in turn lies in other wheels and is found at run time.
    set(_torch_link_options
      "LINKER:--no-as-needed,${LibTorch_torch_cuda_LIBRARY},${LibTorch_c10_cuda_LIBRARY},--as-needed"
      "LINKER:--allow-shlib-undefined")
  endif()
  set(_torch_includes "${LibTorch_PREFIX}/include" "${LibTorch_PREFIX}/include/torch/csrc/api/include")
  # Headers are SYSTEM, except in /usr/include, which must not be moved in the search order.
  list(REMOVE_ITEM _torch_includes "/usr/include")
  if(NOT LibTorch_PREFIX STREQUAL "/usr")
    # Wheels bring an fmt of their own without its library: the one that everything else uses comes first. It is the
    # one of the target fmt::fmt: a search would find LibTorch's where CMAKE_PREFIX_PATH names LibTorch.
    if(EXISTS "${LibTorch_PREFIX}/include/fmt" AND TARGET fmt::fmt)
      get_target_property(_torch_fmt fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
      foreach(_torch_folder IN LISTS _torch_fmt ITEMS /usr/include)
        if(EXISTS "${_torch_folder}/fmt/format.h")
          file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/headers_before_libtorch")
          file(REMOVE "${CMAKE_BINARY_DIR}/headers_before_libtorch/fmt")
          file(CREATE_LINK "${_torch_folder}/fmt" "${CMAKE_BINARY_DIR}/headers_before_libtorch/fmt" SYMBOLIC)
          list(PREPEND _torch_includes "${CMAKE_BINARY_DIR}/headers_before_libtorch")
          break()
        endif()
      endforeach()
    endif()
    # The wheels' libtorch.so exports std::filesystem functions of a statically linked libstdc++, whose remove_all()
    # jumps to address 0 (pytorch issue 133437). The library loaded first is the one whose functions are called.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" OR (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NOT APPLE))
      list(APPEND _torch_link_options "LINKER:--push-state,--no-as-needed,-lstdc++,--pop-state")
    endif()
  endif()
  set_target_properties(LibTorch::LibTorch PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${_torch_includes}"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${_torch_includes}"
    INTERFACE_LINK_LIBRARIES "${LibTorch_torch_LIBRARY};${LibTorch_torch_cpu_LIBRARY};${LibTorch_c10_LIBRARY}"
    INTERFACE_LINK_OPTIONS "${_torch_link_options}"
    INTERFACE_COMPILE_FEATURES cxx_std_20)
endif()
