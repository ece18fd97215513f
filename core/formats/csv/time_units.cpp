#include "core/formats/csv/time_units.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>

namespace triptych::formats {
namespace {

constexpr double kDay_s = 86'400;

struct Unit {
    double scale_s;
    std::string_view words;  // parted by blanks
};

constexpr auto kUnits = std::to_array<Unit>(
    {{1,
      "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondo secondi secs. sekunder "
      "sekunda sekundy seg \u0441 \u0441\u0435\u043a \u0441\u0435\u043a\u0443\u043d\u0434\u0430 "
      "\u0441\u0435\u043a\u0443\u043d\u0434\u044b \u0441\u0435\u043a\u0443\u043d\u0434 \u79d2"},
     {1e-3,
      "ms msec msecs msek millis millis() millisec millisecs millisecond milliseconds millisekunde millisekunden "
      "milliseconde millisecondes milisegundo milisegundos millisecondo millisecondi millisekunder \u043c\u0441 "
      "\u043c\u0441\u0435\u043a \u043c\u0438\u043b\u043b\u0438\u0441\u0435\u043a\u0443\u043d\u0434\u044b "
      "\u043c\u0438\u043b\u043b\u0438\u0441\u0435\u043a\u0443\u043d\u0434 \u6beb\u79d2 \u30df\u30ea\u79d2"},
     {1e-6,
      "us usec usecs \u00b5s \u03bcs \u00b5sec \u03bcsec micros micros() microsec microsecs microsecond microseconds "
      "mikrosekunde mikrosekunden microseconde microsecondes microsegundo microsegundos microsecondi mikrosekunder "
      "\u043c\u043a\u0441 \u043c\u0438\u043a\u0440\u043e\u0441\u0435\u043a\u0443\u043d\u0434\u044b "
      "\u043c\u0438\u043a\u0440\u043e\u0441\u0435\u043a\u0443\u043d\u0434 \u5fae\u79d2 "
      "\u30de\u30a4\u30af\u30ed\u79d2"},
     {1e-9,
      "ns nsec nsecs nanos nanosec nanosecond nanoseconds nanosekunden nanosecondes nanosegundos \u043d\u0441 "
      "\u7eb3\u79d2 \u30ca\u30ce\u79d2"},
     {60,
      "min mins minute minutes minuten minuto minutos minuti minuut minuter minutter minuta minuty \u043c\u0438\u043d "
      "\u043c\u0438\u043d\u0443\u0442\u044b \u043c\u0438\u043d\u0443\u0442\u0430 \u043c\u0438\u043d\u0443\u0442 "
      "\u5206 \u5206\u949f \u5206\u9418"},
     {3600,
      "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur timer timmar godziny \u0447 "
      "\u0447\u0430\u0441 \u0447\u0430\u0441\u044b \u0447\u0430\u0441\u043e\u0432 \u5c0f\u65f6 \u5c0f\u6642 "
      "\u6642\u9593"},
     {kDay_s,
      "d day days tag tage jour jours dia d\u00eda dias d\u00edas giorno giorni dagen dagar dni "
      "\u0434\u043d\u0435\u0439 \u0434\u0435\u043d\u044c \u5929 \u65e5"}});

}  // namespace

double secondsPer(std::string_view raw, bool is_time) {
    std::string unit = loweredLetters(text::trimmed(raw));
    while (unit.size() > 1 && (unit.front() == '(' || unit.front() == '[') &&
           (unit.back() == ')' || unit.back() == ']')) {
        unit = unit.substr(1, unit.size() - 2);
    }
    while (unit.size() > 1 && unit.back() == '.') unit.pop_back();
    if (unit.empty()) return 0;
    if (is_time && unit == "m") return 60;
    for (const Unit& known : kUnits) {
        std::string_view rest = known.words;
        for (std::string_view word = text::takeWord(rest); !word.empty(); word = text::takeWord(rest)) {
            if (word == unit) return known.scale_s;
        }
    }
    // "s/256"
    const auto parts =
        unit.starts_with("s/") ? text::wholeNumber<double>(std::string_view(unit).substr(2)) : std::nullopt;
    return parts && *parts > 0 ? 1 / *parts : 0;
}

std::string loweredLetters(std::string_view utf8) {
    std::string small = text::lowered(utf8);
    for (std::size_t i = 0; i + 1 < small.size(); ++i) {
        const auto lead = static_cast<unsigned char>(small[i]);
        const auto next = static_cast<unsigned char>(small[i + 1]);
        if (lead == 0xc3 && next >= 0x80 && next <= 0x9e && next != 0x97) {  // Latin-1
            small[i + 1] = static_cast<char>(next + 0x20);
        } else if (lead == 0xd0 && next >= 0x90 && next <= 0x9f) {  // Cyrillic
            small[i + 1] = static_cast<char>(next + 0x20);
        } else if (lead == 0xd0 && next >= 0xa0 && next <= 0xaf) {
            small[i] = static_cast<char>(0xd1);
            small[i + 1] = static_cast<char>(next - 0x20);
        } else if (lead == 0xce && next >= 0x91 && next <= 0x9f) {  // Greek
            small[i + 1] = static_cast<char>(next + 0x20);
        } else if (lead == 0xce && next >= 0xa0 && next <= 0xa9) {
            small[i] = static_cast<char>(0xcf);
            small[i + 1] = static_cast<char>(next - 0x20);
        } else {
            continue;
        }
        ++i;
    }
    return small;
}

}  // namespace triptych::formats
