#include "akin/io/settings_json.h"

namespace akin::io {

nlohmann::ordered_json& SettingsWriter::here() {
  return section_.empty() ? json : json[section_];
}

void SettingsWriter::section(const std::string& name) {
  section_ = name;
  here() = nlohmann::ordered_json::object();
}

void SettingsWriter::whole(const std::string& name, std::int64_t& value, WholeRange /*range*/,
                           const std::string& /*help*/) {
  here()[name] = value;
}

void SettingsWriter::real(const std::string& name, double& value, RealRange /*range*/,
                          const std::string& /*help*/) {
  here()[name] = value;
}

void SettingsWriter::flag(const std::string& name, bool& value, const std::string& /*help*/) {
  here()[name] = value;
}

void SettingsWriter::text(const std::string& name, std::string& value,
                          const std::string& /*help*/) {
  here()[name] = value;
}

void SettingsWriter::choice(const std::string& name, std::string& value,
                            const std::vector<std::string>& /*choices*/,
                            const std::string& /*help*/) {
  here()[name] = value;
}

void SettingsReader::section(const std::string& name) {
  if (section_) {
    section_->finish();
  }
  section_ = root_.child(name);
}

void SettingsReader::whole(const std::string& name, std::int64_t& value, WholeRange range,
                           const std::string& /*help*/) {
  value = here().get<std::int64_t>(name);
  require_in_range(name, value, range);
}

void SettingsReader::real(const std::string& name, double& value, RealRange range,
                          const std::string& /*help*/) {
  value = here().get<double>(name);
  require_in_range(name, value, range);
}

void SettingsReader::flag(const std::string& name, bool& value, const std::string& /*help*/) {
  value = here().get<bool>(name);
}

void SettingsReader::text(const std::string& name, std::string& value,
                          const std::string& /*help*/) {
  value = here().get<std::string>(name);
}

void SettingsReader::choice(const std::string& name, std::string& value,
                            const std::vector<std::string>& choices, const std::string& /*help*/) {
  value = here().get<std::string>(name);
  require_one_of(name, value, choices);
}

void SettingsReader::finish() const {
  if (section_) {
    section_->finish();
  }
}

}  // namespace akin::io
