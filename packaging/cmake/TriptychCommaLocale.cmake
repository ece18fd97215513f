# A locale that writes numbers with a comma, compiled into the build folder: the tests of what is read and written run
# a second time under it. Nothing is installed, nobody need be root, and no test has to do without.
set(TRIPTYCH_COMMA_LOCALE de_DE.UTF-8)
set(TRIPTYCH_LOCALES ${PROJECT_BINARY_DIR}/locales)

find_program(LOCALEDEF_PROGRAM localedef)
find_path(LOCALE_SOURCES NAMES locales/de_DE PATHS /usr/share/i18n /usr/local/share/i18n NO_DEFAULT_PATH)
if(NOT LOCALEDEF_PROGRAM OR NOT LOCALE_SOURCES)
    message(FATAL_ERROR "The tests need a locale that writes numbers with a comma, and its sources "
                        "(/usr/share/i18n/locales/de_DE) or the program localedef are missing: install Debian's "
                        "package locales, or build without tests by -DTRIPTYCH_BUILD_TESTS=OFF.")
endif()
# glibc may spell the folder de_DE.utf8, and finds it under either name.
file(GLOB compiled ${TRIPTYCH_LOCALES}/de_DE.*/LC_NUMERIC)
if(NOT compiled)
    file(MAKE_DIRECTORY ${TRIPTYCH_LOCALES})
    execute_process(COMMAND ${CMAKE_COMMAND} -E env I18NPATH=${LOCALE_SOURCES}
                            ${LOCALEDEF_PROGRAM} --no-archive -i de_DE -f UTF-8
                            ${TRIPTYCH_LOCALES}/${TRIPTYCH_COMMA_LOCALE}
                    RESULT_VARIABLE ended OUTPUT_VARIABLE said ERROR_VARIABLE said)
    file(GLOB compiled ${TRIPTYCH_LOCALES}/de_DE.*/LC_NUMERIC)
    if(NOT compiled)
        message(FATAL_ERROR "localedef (status ${ended}) made no locale de_DE.UTF-8 in ${TRIPTYCH_LOCALES}: ${said}")
    endif()
endif()
