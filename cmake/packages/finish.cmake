# Run by CPack when the files of a package lie ready: what Debian asks for beside them, compressed as it asks for.
cmake_minimum_required(VERSION 3.24)
set(stage ${CPACK_TEMPORARY_INSTALL_DIRECTORY})
if(CPACK_GENERATOR STREQUAL "DEB")
  string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH where it is set
  # The distribution's LibTorch lies where the loader looks by itself.
  foreach(program IN ITEMS runtime/usr/bin/akin)
    file(RPATH_REMOVE FILE ${stage}/${program})
  endforeach()
  foreach(component IN ITEMS runtime:akin development:libakin-dev documentation:akin-doc)
    string(REPLACE ":" ";" parts ${component})
    list(GET parts 0 folder)
    list(GET parts 1 package)
    set(documents ${stage}/${folder}/usr/share/doc/${package})
    file(MAKE_DIRECTORY ${documents})
    configure_file(${CPACK_SOURCE_FOLDER}/cmake/packages/copyright ${documents}/copyright COPYONLY)
    configure_file(${CPACK_SOURCE_FOLDER}/cmake/packages/changelog.in ${documents}/changelog.Debian @ONLY)
    configure_file(${CPACK_SOURCE_FOLDER}/CHANGELOG.md ${documents}/changelog COPYONLY)
    file(REMOVE ${documents}/CHANGELOG.md)
    file(GLOB pages ${stage}/${folder}/usr/share/man/man1/*.1)
    execute_process(COMMAND gzip -9nf ${documents}/changelog.Debian ${documents}/changelog ${pages}
      COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endif()
