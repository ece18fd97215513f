#include "core/domain/ecg_names.h"

#include <gtest/gtest.h>

namespace triptych {
namespace {

Lead named(const std::string& name, const std::string& unit = "mV") {
    Lead lead;
    lead.name = name;
    lead.original_name = name;
    lead.unit = unit;
    return lead;
}

TEST(SignalKind, NamesThatSayEcg) {
    for (const char* name : {"II", "aVR", "V6", "MLII", "V5 (2)", "ECG", "ecg", "ECG2", "EKG-A", "ECG+ - ECG-",
                             "ECG RA-LL", "POL EKG", "EEG EKG1-REF", "ECG_Wave", "Ableitung II", "RA-LL", "ECG X"}) {
        EXPECT_EQ(signalKindByName(named(name)), SignalKind::ecg) << name;
    }
    EXPECT_EQ(signalKindByName(named("ECG", "adu")), SignalKind::ecg);
}

TEST(SignalKind, NamesAndUnitsThatSaySomethingElse) {
    for (const char* name : {"Flow",
                             "C4-A1",
                             "EEG Fpz-Cz",
                             "EOG horizontal",
                             "EMG submental",
                             "Resp oro-nasal",
                             "SpO2",
                             "Pleth",
                             "ABP",
                             "Thor",
                             "Abdo",
                             "Snore",
                             "Position",
                             "timestamp",
                             "Sample Index",
                             "Accel X",
                             "LOC",
                             "ROC",
                             "Chin1-Chin2",
                             "LEG/L",
                             "ECG HR",
                             "ECG impedance",
                             "Battery",
                             "event",
                             "Shimmer_B640_ECG_Status1_CAL"}) {
        EXPECT_EQ(signalKindByName(named(name)), SignalKind::other) << name;
    }
    for (const char* unit : {"mmHg", "%", "l/min", "degC", "bpm", "g", "ms"}) {
        EXPECT_EQ(signalKindByName(named("channel 1", unit)), SignalKind::other) << unit;
    }
}

TEST(SignalKind, NamesThatSayNothing) {
    for (const char* name : {"signal 1", "channel 2", "A", "X", "CH3", "Sensor"}) {
        EXPECT_EQ(signalKindByName(named(name)), SignalKind::unknown) << name;
        EXPECT_EQ(signalKindByName(named(name, "stored")), SignalKind::unknown) << name;
    }
}

std::vector<std::string> distinct(const std::vector<std::string>& names) {
    std::vector<Lead> leads;
    for (const std::string& name : names) leads.push_back(named(name));
    makeNamesDistinct(leads);
    EXPECT_TRUE(areNamesDistinct(leads));
    std::vector<std::string> out;
    for (const Lead& lead : leads) out.push_back(lead.name);
    return out;
}

TEST(LeadNames, LeadsOfOneNameAreNumbered) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(distinct({"ECG", "ECG", "ECG"}), (Names{"ECG", "ECG (2)", "ECG (3)"}));
    EXPECT_EQ(distinct({"II", "V1", "ii"}), (Names{"II", "V1", "ii (2)"})) << "asked for in any case";
    EXPECT_EQ(distinct({"ECG", "ECG (2)", "ECG"}), (Names{"ECG", "ECG (2)", "ECG (3)"}));
    EXPECT_EQ(distinct({"ECG (2)", "ECG (2)"}), (Names{"ECG (2)", "ECG (2) (2)"}));
    EXPECT_EQ(distinct({"I", "II"}), (Names{"I", "II"}));
    EXPECT_EQ(sharedName("ECG (2)"), "ECG");
    EXPECT_EQ(sharedName("ECG (mV)"), "ECG (mV)");
    EXPECT_EQ(sharedName("ECG ()"), "ECG ()");
    EXPECT_EQ(sharedName(" (2)"), " (2)");
}

}  // namespace
}  // namespace triptych
