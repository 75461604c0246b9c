#pragma once

#include <optional>
#include <vector>

#include "akin/base/settings.h"
#include "akin/io/json.h"

namespace akin::io {

/// Writes settings as an object with one nested object a section, in the order they are described.
class SettingsWriter : public SettingsVisitor {
 public:
  void section(const std::string& name) override;
  void whole(const std::string& name, std::int64_t& value, WholeRange range,
             const std::string& help) override;
  void real(const std::string& name, double& value, RealRange range,
            const std::string& help) override;
  void flag(const std::string& name, bool& value, const std::string& help) override;
  void text(const std::string& name, std::string& value, const std::string& help) override;
  void choice(const std::string& name, std::string& value, const std::vector<std::string>& choices,
              const std::string& help) override;

  nlohmann::ordered_json json = nlohmann::ordered_json::object();

 private:
  nlohmann::ordered_json& here();
  std::string section_;
};

/// Reads every setting from such an object. Errors: one is missing, of another type, out of its
/// range, or unknown (finish()).
class SettingsReader : public SettingsVisitor {
 public:
  explicit SettingsReader(JsonReader& root) : root_(root) {}

  void section(const std::string& name) override;
  void whole(const std::string& name, std::int64_t& value, WholeRange range,
             const std::string& help) override;
  void real(const std::string& name, double& value, RealRange range,
            const std::string& help) override;
  void flag(const std::string& name, bool& value, const std::string& help) override;
  void text(const std::string& name, std::string& value, const std::string& help) override;
  void choice(const std::string& name, std::string& value, const std::vector<std::string>& choices,
              const std::string& help) override;
  void finish() const;  ///< of the sections; the root has other keys too

 private:
  JsonReader& here() { return section_ ? *section_ : root_; }
  JsonReader& root_;
  std::optional<JsonReader> section_;
};

}  // namespace akin::io
