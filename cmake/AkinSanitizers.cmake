# AKIN_SANITIZE applies to every target of the project, tests included.
if(AKIN_SANITIZE)
  add_compile_options(-fsanitize=${AKIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${AKIN_SANITIZE})
  # Sanitized builds inline differently and raise warnings the plain build, which is -Werror, does not.
  add_compile_options(-Wno-error)
endif()
