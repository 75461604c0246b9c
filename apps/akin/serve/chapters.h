#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace akin::app {

/// The chapters of the page: [{"id", "ready", "models"}, ...]. A chapter shows the models that play
/// a role in it, and is ready once it has one and no role of it is still to be trained. `roles`: of
/// each model by its index, empty for none; `to_train`: of the models to come.
nlohmann::json chapters(const std::vector<std::string>& roles,
                        const std::vector<std::string>& to_train);

}  // namespace akin::app
