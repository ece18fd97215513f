# What can be added to the house stands in lists: headers with one macro, a row an addition, its first word the name of the
# file or folder that the row is about. The compiler makes tables of the rows, the build here takes its sources from them.

# triptych_listed(OUT LIST): the first word of each row of the header LIST, each once, in their order.
function(triptych_listed out list)
    set(header ${PROJECT_SOURCE_DIR}/${list})
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
    file(READ ${header} text)
    string(REGEX MATCHALL "\n +[a-z]+\\([a-z0-9_]+," rows "${text}")
    list(TRANSFORM rows REPLACE ".*\\(([a-z0-9_]+),.*" "\\1")
    list(REMOVE_DUPLICATES rows)
    if(NOT rows)
        message(FATAL_ERROR "${list} has no rows")
    endif()
    set(${out} ${rows} PARENT_SCOPE)
endfunction()

# triptych_including(TARGET NAME HEADERS...): <triptych/NAME.h> for the sources of TARGET, which includes all of them.
function(triptych_including target name)
    list(TRANSFORM ARGN REPLACE "(.+)" "#include \"\\1\"\n" OUTPUT_VARIABLE lines)
    list(JOIN lines "" lines)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/included)
    file(CONFIGURE OUTPUT ${folder}/triptych/${name}.h CONTENT "// Written by the build.\n#pragma once\n\n${lines}" @ONLY)
    target_include_directories(${target} PRIVATE ${folder})
endfunction()

# triptych_tests_of(OUT NAMES...): NAME_test.cpp of the folder at hand, or NAME/NAME_test.cpp, where it is there.
function(triptych_tests_of out)
    set(files)
    foreach(name ${ARGN})
        foreach(file ${name}_test.cpp ${name}/${name}_test.cpp)
            if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
                list(APPEND files ${file})
            endif()
        endforeach()
    endforeach()
    set(${out} ${files} PARENT_SCOPE)
endfunction()
