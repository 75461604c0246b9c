#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace akin {

/// Range of an integer, both ends included.
struct WholeRange {
  std::int64_t low = 0;
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// Range of a real number; `low` is excluded where `above` is set.
struct RealRange {
  double low = 0;
  double high = std::numeric_limits<double>::max();
  bool above = false;
};

/// UsageErrors that begin with [`name`]; NaN is in no range.
void require_in_range(const std::string& name, std::int64_t value, WholeRange range);
void require_in_range(const std::string& name, double value, RealRange range);
void require_one_of(const std::string& name, const std::string& value,
                    const std::vector<std::string>& choices);

/// Settings given by a user as text, by name (snake_case); several values of a list in lines.
using Given = std::map<std::string, std::string>;

/// "batch_size" -> "--batch-size"
std::string option_name(const std::string& setting);

/// One setting: its name, what it means, what it may be, and the variable that holds it.
struct Field {
  struct Whole {
    std::int64_t* value;
    WholeRange range;
  };
  struct Real {
    double* value;
    RealRange range;
  };
  struct Flag {
    bool* value;
  };
  struct Text {
    std::string* value;
  };
  struct Texts {
    std::vector<std::string>* value;
  };
  struct Choice {
    std::string* value;
    std::vector<std::string> choices;
  };
  using Variable = std::variant<Whole, Real, Flag, Text, Texts, Choice>;

  std::string section;  ///< nested object of config.json, heading of the help; may be empty
  std::string name;     ///< snake_case
  std::string help;
  Variable variable;

  /// The value as a user would type it: "0.001", "true", "mini"; each one of a list in a line.
  [[nodiscard]] std::string text() const;
  /// UsageError that begins with [--name]: no number, out of range, none of the choices, several
  /// values for one.
  void set(const std::string& text) const;
};

/// The table of all settings of a command or a file. A settings struct S lists its variables once,
/// in a function `describe(Fields&, S&)` beside it; command-line options, their help, config.json,
/// TOML files and the checks of all of them are made from this table. A table refers to the structs
/// it was made from and must not outlive them.
class Fields {
 public:
  /// Fields added from here on belong to this section.
  void section(const std::string& name);
  void whole(const std::string& name, std::int64_t& value, WholeRange range,
             const std::string& help);
  void real(const std::string& name, double& value, RealRange range, const std::string& help);
  void flag(const std::string& name, bool& value, const std::string& help);
  void text(const std::string& name, std::string& value, const std::string& help);
  /// A list: the option may be repeated.
  void texts(const std::string& name, std::vector<std::string>& value, const std::string& help);
  void choice(const std::string& name, std::string& value, std::vector<std::string> choices,
              const std::string& help);

  [[nodiscard]] std::vector<Field>::const_iterator begin() const { return fields_.begin(); }
  [[nodiscard]] std::vector<Field>::const_iterator end() const { return fields_.end(); }
  /// nullptr where there is no field of that name.
  [[nodiscard]] const Field* find(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> names() const;

  /// Sets the fields named in `given` and ignores other names. Errors: see Field::set().
  void set(const Given& given) const;

 private:
  void add(const std::string& name, const std::string& help, Field::Variable variable);
  std::string section_;
  std::vector<Field> fields_;
};

}  // namespace akin
