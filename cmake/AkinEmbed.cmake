# akin_embed(TARGET HEADER FILE...): links files into TARGET byte for byte. HEADER, for the target's sources to include, declares each
# as a std::string_view in akin::embedded, named after its file: page.css becomes page_css; embedded_page.h has all scripts (*.js) in
# order as embedded_page_scripts. Names are unique within a program. The
# bytes come in by the assembler's .incbin, because a compiler takes seconds for a large array; GCC and clang both know it.
function(akin_embed target header)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/generated)
  cmake_path(GET header STEM name)
  set(declarations "#pragma once\n\n#include <string_view>\n#include <vector>\n\n")
  set(definitions "")
  set(files "")
  set(scripts "")
  foreach(file ${ARGN})
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    cmake_path(GET file FILENAME symbol)
    string(MAKE_C_IDENTIFIER ${symbol} symbol)
    string(APPEND declarations
      "extern \"C\" const char akin_${symbol}[];\n"
      "extern \"C\" const char akin_${symbol}_end[];\n"
      "namespace akin::embedded {\n"
      "inline const std::string_view ${symbol}(akin_${symbol}, akin_${symbol}_end);\n"
      "}\n")
    string(APPEND definitions
      "        .globl akin_${symbol}\\n"
      "        .globl akin_${symbol}_end\\n"
      "akin_${symbol}:\\n"
      "        .incbin \\\"${file}\\\"\\n"
      "akin_${symbol}_end:\\n"
      "        .byte 0\\n")
    list(APPEND files ${file})
    if(file MATCHES "\\.js$")
      string(APPEND scripts "    ${symbol},\n")
    endif()
  endforeach()
  string(APPEND declarations
    "namespace akin::embedded {\n"
    "inline const std::vector<std::string_view> ${name}_scripts = {\n${scripts}};\n"
    "}\n")
  set(source ${folder}/${name}_bytes.cpp)
  file(CONFIGURE OUTPUT ${folder}/${header} CONTENT "${declarations}" @ONLY)
  file(CONFIGURE OUTPUT ${source} CONTENT "__asm__(\".section .rodata\\n${definitions}.previous\\n\");\n" @ONLY)
  set_source_files_properties(${source} PROPERTIES
    OBJECT_DEPENDS "${files}" SKIP_UNITY_BUILD_INCLUSION ON SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${source})
  target_include_directories(${target} PRIVATE ${folder})
endfunction()
