# Installs the build into a fresh prefix, builds this project against it and runs what comes out.
# cmake -D build=<folder> -D config=Release -D compiler=<c++> -D generator=Ninja [-D sanitize=...] -P check.cmake
cmake_minimum_required(VERSION 3.24)
set(work "${build}/cmake_project")
file(REMOVE_RECURSE "${work}")
file(MAKE_DIRECTORY "${work}")

function(run)
  execute_process(COMMAND ${ARGV} WORKING_DIRECTORY "${work}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(flags "")
if(sanitize)
  set(flags "-fsanitize=${sanitize}")
endif()
run(${CMAKE_COMMAND} --install ${build} --config ${config} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/build -G ${generator} -DCMAKE_BUILD_TYPE=${config}
  -DCMAKE_CXX_COMPILER=${compiler} -DCMAKE_CXX_FLAGS=${flags} -DCMAKE_PREFIX_PATH=${work}/prefix)
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/digits)
run(${work}/build/generator)
run(${work}/prefix/bin/akin --version)
