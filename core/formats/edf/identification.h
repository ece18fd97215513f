// Whose recording an EDF+ file is and what made it, taken from the two fields of 80 characters that its header has for
// this: "CODE SEX BIRTHDATE NAME ..." and "Startdate DATE ADMINISTRATION TECHNICIAN EQUIPMENT ..." (Kemp & Olivan
// 2003).
#pragma once

#include "core/domain/patient_header.h"
#include "core/formats/edf/header.h"

namespace triptych::formats {

// Parts that the file withholds ("X") stay empty. Plain EDF leaves both fields to the writer: only what stands in them
// in EDF+'s form is taken.
[[nodiscard]] PatientHeader edfIdentification(const EdfHeader& header);

}  // namespace triptych::formats
