# Completion and manual pages, which the program prints itself, and CPack's packages: scripts/package makes them all.
include_guard()
set(AKIN_ZSH_COMPLETION_DIR "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" CACHE STRING "Where zsh's completion is installed")

# Made at build time: an installation for another machine cannot run the program.
set(share ${PROJECT_BINARY_DIR}/share)
if(NOT CMAKE_CROSSCOMPILING)
  add_custom_command(OUTPUT ${share}/made
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${share}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${share}/man1
    COMMAND akin_app man --all ${share}/man1
    COMMAND akin_app completion bash > ${share}/akin.bash
    COMMAND akin_app completion zsh > ${share}/akin.zsh
    COMMAND akin_app completion fish > ${share}/akin.fish
    COMMAND ${CMAKE_COMMAND} -E touch ${share}/made
    DEPENDS akin_app COMMENT "Making completion and manual pages")
  add_custom_target(akin_shell_files ALL DEPENDS ${share}/made)
endif()
install(DIRECTORY ${share}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT runtime OPTIONAL)
install(FILES ${share}/akin.bash RENAME akin
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT runtime OPTIONAL)
install(FILES ${share}/akin.zsh RENAME _akin DESTINATION ${AKIN_ZSH_COMPLETION_DIR} COMPONENT runtime OPTIONAL)
install(FILES ${share}/akin.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT runtime OPTIONAL)

set(documents ${CMAKE_INSTALL_DATADIR}/doc/akin-doc)
install(FILES README.md README.ko.md CONTRIBUTING.md CHANGELOG.md DESTINATION ${documents} COMPONENT documentation)
install(DIRECTORY docs examples DESTINATION ${documents} COMPONENT documentation PATTERN Doxyfile EXCLUDE)

set(CPACK_PACKAGE_NAME akin)
set(CPACK_PACKAGE_VENDOR "The akin authors")
set(CPACK_PACKAGE_CONTACT "The akin authors <akin@akin.example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "train small generative models and measure their samples")
set(CPACK_PACKAGE_DESCRIPTION "GANs, VAEs and Transformers for images of digits and
small texts, trained on a CPU within minutes, and measures of whether their
samples are similar to the data, but new.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/cmake/packages/generators.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/packages/finish.cmake)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL runtime development documentation)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_SOURCE_FOLDER ${PROJECT_SOURCE_DIR})  # for finish.cmake

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(exactly "(= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME akin)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION science)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
# With the reference BLAS, training is tens of times slower; downloads check certificates.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS "libopenblas0-openmp, ca-certificates, fonts-dejavu-core, fonts-nanum")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SUGGESTS akin-doc)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libakin-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "akin ${exactly}, libtorch-dev, libeigen3-dev, libfmt-dev, nlohmann-json3-dev, libutf8proc-dev, \
zlib1g-dev, libcurl4-openssl-dev | libcurl-dev, libssl-dev, libgd-dev, libarchive-dev, libexif-dev, libcsv-dev")
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_NAME akin-doc)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_ARCHITECTURE all)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
  "Headers and static libraries of akin, which CMake projects find with
find_package(akin).")
set(CPACK_COMPONENT_DOCUMENTATION_DESCRIPTION "Documentation and example programs of akin.")
include(CPack)
