#pragma once

#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "akin/base/settings.h"

namespace akin::app {

/// Settings somebody gave, by name (snake_case), as text: they override a preset's.
using Given = std::map<std::string, std::string>;

/// Turns described settings into options of a command. The text of each one found lands in `given`;
/// GivenApplier checks it.
class OptionMaker : public SettingsVisitor {
 public:
  OptionMaker(CLI::App& command, Given& given) : command_(command), given_(given) {}

  void section(const std::string& name) override;
  void whole(const std::string& name, std::int64_t& value, WholeRange range,
             const std::string& help) override;
  void real(const std::string& name, double& value, RealRange range,
            const std::string& help) override;
  void flag(const std::string& name, bool& value, const std::string& help) override;
  void text(const std::string& name, std::string& value, const std::string& help) override;
  void choice(const std::string& name, std::string& value, const std::vector<std::string>& choices,
              const std::string& help) override;

 private:
  CLI::Option* add(const std::string& name, const std::string& shown_default,
                   const std::string& help);
  CLI::App& command_;
  Given& given_;
  std::string group_ = "Options";
};

/// Overwrites described settings with those given. Errors: text that is no number, out of range.
class GivenApplier : public SettingsVisitor {
 public:
  explicit GivenApplier(const Given& given) : given_(given) {}

  void section(const std::string& /*name*/) override {}
  void whole(const std::string& name, std::int64_t& value, WholeRange range,
             const std::string& help) override;
  void real(const std::string& name, double& value, RealRange range,
            const std::string& help) override;
  void flag(const std::string& name, bool& value, const std::string& help) override;
  void text(const std::string& name, std::string& value, const std::string& help) override;
  void choice(const std::string& name, std::string& value, const std::vector<std::string>& choices,
              const std::string& help) override;

 private:
  const Given& given_;
};

/// Settings from a TOML file: key = value, keys as in config.json or with dashes; section headers
/// only group. Errors: no such file, a key that no option has, a value given twice.
Given read_toml(const std::string& path, const std::vector<std::string>& known);

/// "batch_size" -> "--batch-size".
std::string option_name(const std::string& setting);

}  // namespace akin::app
