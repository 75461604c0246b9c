#include "serve/qr_code.h"

#include <memory>

#include <qrencode.h>

#include "akin/base/require.h"

namespace akin::app {

std::vector<std::string> qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  require(code != nullptr, "[qr] expected a short text, got {} bytes", text.size());
  const auto side = static_cast<std::size_t>(code->width);
  std::vector<std::string> rows(side, std::string(side, '0'));
  for (std::size_t i = 0; i < side * side; ++i) {
    rows[i / side][i % side] = (code->data[i] & 1U) != 0 ? '1' : '0';
  }
  return rows;
}

}  // namespace akin::app
