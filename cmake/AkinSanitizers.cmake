# AKIN_SANITIZE applies to every target of the project, tests included.
if(AKIN_SANITIZE)
  add_compile_options(-fsanitize=${AKIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${AKIN_SANITIZE})
endif()
