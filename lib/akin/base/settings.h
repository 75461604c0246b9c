#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace akin {

/// Where a whole number may lie, ends included.
struct WholeRange {
  std::int64_t low = 0;
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// Where a real number may lie; `low` itself is excluded where `above` is set.
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

/// Every setting is described once, by a function `visit(SettingsVisitor&, Settings&)` beside its
/// struct; the command line's options and help, config.json and the checks of both are visitors of
/// it. Names are snake_case.
class SettingsVisitor {
 public:
  virtual ~SettingsVisitor() = default;
  /// What follows belongs to the section `name`: a nested object of config.json, a heading of the
  /// help.
  virtual void section(const std::string& name) = 0;
  virtual void whole(const std::string& name, std::int64_t& value, WholeRange range,
                     const std::string& help) = 0;
  virtual void real(const std::string& name, double& value, RealRange range,
                    const std::string& help) = 0;
  virtual void flag(const std::string& name, bool& value, const std::string& help) = 0;
  virtual void text(const std::string& name, std::string& value, const std::string& help) = 0;
  virtual void choice(const std::string& name, std::string& value,
                      const std::vector<std::string>& choices, const std::string& help) = 0;
};

}  // namespace akin
